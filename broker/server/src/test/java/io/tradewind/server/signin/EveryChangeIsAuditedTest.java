package io.tradewind.server.signin;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No endpoint that may change something is left out of the chain, those to come included. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class EveryChangeIsAuditedTest {
  @Inject Permissions permissions;

  @Test
  void eachEndpointThatIsNoQuestionLeavesAnEntry() {
    List<String> endpoints =
        sentToTheApi().filter(line -> !line.getValue().asks()).map(Map.Entry::getKey).toList();
    assertThat(endpoints).hasSizeGreaterThan(20);
    assertThat(endpoints).allSatisfy(it -> assertThat(entriesAfter(it)).contains(it));
  }

  @Test
  void aQuestionLeavesNone() {
    List<String> questions =
        sentToTheApi().filter(line -> line.getValue().asks()).map(Map.Entry::getKey).toList();
    assertThat(questions).contains("POST /api/v1/placements/preview");
    assertThat(questions).allSatisfy(it -> assertThat(entriesAfter(it)).isEmpty());
  }

  private Stream<Map.Entry<String, Rule>> sentToTheApi() {
    return permissions.all().entrySet().stream()
        .filter(line -> line.getKey().contains("/api/v1/") && !line.getKey().startsWith("GET "))
        .filter(line -> !line.getKey().contains("/faulty"));
  }

  private static List<String> entriesAfter(String endpoint) {
    String request = "r-" + UUID.randomUUID();
    String[] parts = endpoint.split(" ");
    asOwner()
        .header("X-Request-Id", request)
        .contentType(ContentType.JSON)
        .body("{\"unheard\":1}")
        .request(
            Method.valueOf(parts[0]),
            parts[1].replaceAll("\\{[^}]*}", UUID.randomUUID().toString()));
    return asOwner()
        .queryParam("request", request)
        .get("/api/v1/audit")
        .then()
        .statusCode(200)
        .extract()
        .path("items.action");
  }
}
