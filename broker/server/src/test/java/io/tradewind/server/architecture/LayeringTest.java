package io.tradewind.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The direction of the house: {@code pricing ← api ← { matcher, adapters } ← server}. */
@AnalyzeClasses(packages = "io.tradewind", importOptions = DoNotIncludeTests.class)
class LayeringTest {
  private static final String PRICING = "io.tradewind.pricing..";
  private static final String API = "io.tradewind.api..";
  private static final String MATCHER = "io.tradewind.matcher..";
  private static final String ADAPTERS = "io.tradewind.adapters..";
  private static final String ADAPTER_LIBRARY = "io.tradewind.rest..";
  private static final String SERVER = "io.tradewind.server..";
  private static final String JAVA = "java..";
  private static final String NULLNESS = "org.jspecify..";

  @ArchTest static final ArchRule pricingStandsOnTheJdkAlone = standsOn(PRICING, JAVA, NULLNESS);

  @ArchTest
  static final ArchRule apiStandsOnPricing =
      standsOn(API, PRICING, JAVA, "javax.crypto..", NULLNESS);

  @ArchTest
  static final ArchRule theMatcherStandsOnApiAndPricing =
      standsOn(MATCHER, API, PRICING, JAVA, NULLNESS);

  @ArchTest
  static final ArchRule adaptersArePlainJavaOnApi =
      namesNothingOf(ADAPTERS, MATCHER, SERVER, "io.quarkus..", "io.smallrye..", "jakarta..");

  @ArchTest
  static final ArchRule noAdapterSeesAnother =
      slices().matching("io.tradewind.adapters.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule theServerNamesNoAdapter =
      namesNothingOf(
          SERVER, ADAPTERS, ADAPTER_LIBRARY, "io.tradewind.agent..", "io.tradewind.testkit..");

  @ArchTest
  static final ArchRule theAdapterLibraryNamesNoAdapter =
      namesNothingOf(
          ADAPTER_LIBRARY, ADAPTERS, MATCHER, SERVER, "io.quarkus..", "io.smallrye..", "jakarta..");

  private static ArchRule standsOn(String layer, String... ground) {
    var allowed = new String[ground.length + 1];
    allowed[0] = layer;
    System.arraycopy(ground, 0, allowed, 1, ground.length);
    return classes()
        .that()
        .resideInAPackage(layer)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  private static ArchRule namesNothingOf(String layer, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(layer)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }
}
