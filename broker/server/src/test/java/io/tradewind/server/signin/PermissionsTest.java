package io.tradewind.server.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

/** The table of permissions and the endpoints name each other. */
class PermissionsTest {
  private static final String OF_TESTS = " /api/v1/faulty";
  private static final List<Class<?>> SERVED =
      new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("io.tradewind.server")
              .stream()
              .filter(type -> type.isAnnotatedWith(Path.class))
              .<Class<?>>map(JavaClass::reflect)
              .toList();

  private final Permissions permissions = new Permissions();

  /** What somebody adds and forgets to give a rule. */
  @Path("/api/v1/forgotten")
  static class Forgotten {
    @GET
    @Operation(hidden = true)
    @Path("{id:.+}")
    public String read() {
      return "";
    }
  }

  @Test
  void everyEndpointHasARule() {
    assertThat(endpoints(SERVED.stream()))
        .as("add a line to permissions.txt beside %s for each of these", Permissions.class)
        .isSubsetOf(permissions.all().keySet());
  }

  @Test
  void everyRuleHasAnEndpoint() {
    Set<String> served = endpoints(SERVED.stream());
    assertThat(permissions.all().keySet())
        .filteredOn(rule -> !rule.contains(OF_TESTS))
        .allSatisfy(rule -> assertThat(served).contains(rule));
  }

  @Test
  void anEndpointWithoutARuleIsFound() {
    Set<String> found = endpoints(Stream.of(Forgotten.class));
    assertThat(found).containsExactly("GET /api/v1/forgotten/{id}");
    assertThat(permissions.of(new Endpoint("GET", "/api/v1/forgotten/{id}"))).isEmpty();
  }

  @Test
  void theLeastRoleChangesNothingButItsOwnTokens() {
    assertThat(permissions.all().entrySet())
        .filteredOn(line -> line.getValue().roles().contains(Role.VIEWER))
        .allMatch(PermissionsTest::changesNothingButTokens);
  }

  private static boolean changesNothingButTokens(Map.Entry<String, Rule> line) {
    return line.getValue().asks() || line.getKey().contains("/api/v1/api-tokens");
  }

  @Test
  void anAuditorChangesNothingButItsOwnTokens() {
    assertThat(permissions.all().entrySet())
        .filteredOn(line -> line.getValue().roles().contains(Role.AUDITOR))
        .allMatch(PermissionsTest::changesNothingButTokens);
  }

  @Test
  void aLineWithAMarkTooFewIsRefused() {
    assertThatThrownBy(() -> Rule.of(List.of("GET", "/", "x", "."), List.of(Role.values())))
        .hasMessageContaining("one mark, x or a dot, for each");
  }

  private static Set<String> endpoints(Stream<Class<?>> resources) {
    return resources
        .flatMap(
            resource ->
                Arrays.stream(resource.getDeclaredMethods())
                    .map(method -> Endpoint.of(resource, method)))
        .flatMap(Optional::stream)
        .map(Endpoint::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
