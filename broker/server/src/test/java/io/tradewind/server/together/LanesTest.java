package io.tradewind.server.together;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectClasses;

/** Every test is run once, and no application is started in two processes. */
class LanesTest {
  private static final Path COMPILED = Path.of("target", "test-classes");
  private static final List<JavaClass> CLASSES =
      new ClassFileImporter()
          .importPath(COMPILED).stream()
              .filter(it -> it.getPackageName().startsWith(Lanes.ALL) && it.isTopLevelClass())
              .toList();

  private static final List<JavaClass> TESTS = named("Test");
  private static final List<JavaClass> LANES = named("Lane");

  /** A process for each, but for those that the pom leaves to a lane. */
  private static final List<JavaClass> INTEGRATION_TESTS = named("IT");

  private static List<JavaClass> named(String end) {
    return CLASSES.stream().filter(it -> it.getSimpleName().endsWith(end)).toList();
  }

  @Test
  void everyTestIsInOneLane() {
    assertThat(LANES).hasSize(2);
    assertThat(TESTS)
        .hasSizeGreaterThan(100)
        .allSatisfy(it -> assertThat(lanes(it)).as(it.getName()).hasSize(1));
  }

  @Test
  void noApplicationIsStartedInTwoLanes() {
    Map<String, Set<String>> lanesOfApplications =
        TESTS.stream()
            .filter(it -> it.isAnnotatedWith(QuarkusTest.class))
            .collect(
                groupingBy(
                    LanesTest::application,
                    TreeMap::new,
                    mapping(it -> lanes(it).get(0), toCollection(TreeSet::new))));

    assertThat(lanesOfApplications).allSatisfy((it, lanes) -> assertThat(lanes).hasSize(1));
  }

  @Test
  void whatThePomLeavesToALaneIsInOne() throws IOException {
    List<String> left =
        Pattern.compile("<exclude>\\*\\*/(.+IT)\\.java</exclude>")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(it -> Lanes.ALL + "." + it.group(1).replace('/', '.'))
            .toList();

    assertThat(left)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            INTEGRATION_TESTS.stream().flatMap(LanesTest::members).toList());
    assertThat(INTEGRATION_TESTS).extracting(JavaClass::getName).containsAll(left);
  }

  @Test
  void theMembersOfALaneShareAnApplication() {
    assertThat(INTEGRATION_TESTS)
        .filteredOn(it -> it.getSimpleName().endsWith("LaneIT"))
        .hasSizeGreaterThan(1)
        .allSatisfy(
            lane ->
                assertThat(
                        members(lane)
                            .flatMap(
                                name -> CLASSES.stream().filter(it -> it.getName().equals(name)))
                            .map(LanesTest::application)
                            .distinct())
                    .as(lane.getName())
                    .hasSize(1));
  }

  /** Tests that agree in these share one. */
  private static String application(JavaClass test) {
    return Stream.<Class<? extends Annotation>>of(
            TestProfile.class, QuarkusTestResource.class, WithTestResource.class)
        .map(test::tryGetAnnotationOfType)
        .map(it -> it.map(Object::toString).orElse(""))
        .reduce("", String::concat);
  }

  private static Stream<String> members(JavaClass lane) {
    return lane.tryGetAnnotationOfType(SelectClasses.class).stream()
        .flatMap(it -> Stream.of(it.names()));
  }

  private static List<String> lanes(JavaClass test) {
    return LANES.stream().filter(it -> takes(it, test)).map(JavaClass::getSimpleName).toList();
  }

  private static boolean takes(JavaClass lane, JavaClass test) {
    return matches(lane.getAnnotationOfType(IncludeClassNamePatterns.class).value(), test)
        && !lane.tryGetAnnotationOfType(ExcludeClassNamePatterns.class)
            .map(it -> matches(it.value(), test))
            .orElse(false);
  }

  private static boolean matches(String[] patterns, JavaClass test) {
    return Stream.of(patterns).anyMatch(it -> Pattern.matches(it, test.getName()));
  }
}
