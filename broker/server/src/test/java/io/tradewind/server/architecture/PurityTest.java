package io.tradewind.server.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** Time, randomness and the network are passed in; the matcher does without them. */
@AnalyzeClasses(packages = "io.tradewind", importOptions = DoNotIncludeTests.class)
class PurityTest {
  private static final String MATCHER = "io.tradewind.matcher..";

  private static final Set<String> CLOCK_READS =
      Set.of(
          "java.time.Instant.now()",
          "java.time.LocalDate.now()",
          "java.time.LocalDateTime.now()",
          "java.time.OffsetDateTime.now()",
          "java.time.ZonedDateTime.now()",
          "java.lang.System.currentTimeMillis()");

  private static final Set<String> UNREPEATABLE =
      Set.of(
          "java.lang.System.nanoTime()",
          "java.lang.System.getenv(java.lang.String)",
          "java.lang.Math.random()",
          "java.util.UUID.randomUUID()",
          "java.util.SplittableRandom.<init>()",
          "java.util.Collection.parallelStream()",
          "java.util.stream.Stream.parallel()");

  @ArchTest
  static final ArchRule timeComesFromTheClockThatIsPassedIn =
      noClasses()
          .should()
          .callCodeUnitWhere(
              describe("read the machine's clock", call -> CLOCK_READS.contains(callee(call))))
          .because("Instant.now(clock) can be tested, Instant.now() cannot");

  @ArchTest
  static final ArchRule theMatcherHasNoClockNoInputAndNoThreads =
      noClasses()
          .that()
          .resideInAPackage(MATCHER)
          .should()
          .dependOnClassesThat(
              describe("tell the time, throw dice, read, write or wait", PurityTest::isImpure));

  @ArchTest
  static final ArchRule theMatcherAnswersTheSameTwice =
      noClasses()
          .that()
          .resideInAPackage(MATCHER)
          .should()
          .callCodeUnitWhere(
              describe("cannot be repeated", call -> UNREPEATABLE.contains(callee(call))));

  @ArchTest
  static final ArchRule librariesDoNotPrint =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.tradewind.pricing..", "io.tradewind.api..", MATCHER, "io.tradewind.adapters..")
          .should(ACCESS_STANDARD_STREAMS);

  private static String callee(JavaCall<?> call) {
    return call.getTarget().getFullName();
  }

  private static boolean isImpure(JavaClass type) {
    var home = type.getPackageName();
    return type.isAssignableTo(Clock.class)
        || type.isAssignableTo(Random.class)
        || type.isAssignableTo(Thread.class)
        || type.isAssignableTo(Executor.class)
        || type.isAssignableTo(Future.class)
        || home.startsWith("java.util.concurrent.locks")
        || home.startsWith("java.io")
        || home.startsWith("java.net")
        || home.startsWith("java.nio")
        || home.startsWith("java.sql");
  }
}
