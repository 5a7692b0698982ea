package io.tradewind.server.audit;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Stream;
import io.tradewind.server.testing.Stream.Item;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who does what, as it happens. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@Timeout(60)
class AuditStreamTest {
  @Inject Sql sql;

  @Test
  void aReaderHearsOfEachEntryAsItIsWritten() {
    try (Stream stream = open("?after=" + newest(), "")) {
      String id = project();
      List<Item> heard = eventually(stream::items, items -> items.size() >= 2);

      assertThat(heard.get(0).event()).isEqualTo("audit");
      assertThat(heard.get(0).json().path("action").asText()).isEqualTo("project.made");
      assertThat(heard.get(0).json().path("target").asText()).isEqualTo(id);
      assertThat(heard.get(1).json().path("action").asText()).isEqualTo("POST /api/v1/projects");
      assertThat(heard.get(0).id()).isEqualTo(heard.get(0).json().path("seq").asText());
      assertThat(stream.isOpen()).isTrue();
    }
  }

  @Test
  void whoeverWasCutOffGoesOnAfterTheLastEntryHeard() {
    String before = newest();
    project();
    try (Stream first = open("?after=" + before, "")) {
      List<Item> heard = eventually(first::items, items -> items.size() >= 2);
      project();
      try (Stream again = open("", heard.get(0).id())) {
        List<Item> rest = eventually(again::items, items -> items.size() >= 3);
        assertThat(rest.get(0)).isEqualTo(heard.get(1));
        assertThat(rest)
            .extracting(it -> it.json().path("previous").asText())
            .startsWith(heard.get(0).json().path("hash").asText());
      }
    }
  }

  @Test
  void onlyWhatIsWantedIsHeard() {
    try (Stream stream = open("?action=project&after=" + newest(), "")) {
      project();
      project();
      assertThat(eventually(stream::items, items -> items.size() >= 2))
          .allMatch(it -> it.json().path("action").asText().startsWith("project."));
    }
  }

  @Test
  void nobodyHearsOfAnotherOrganization() {
    UUID other = UUID.randomUUID();
    sql.run("insert into organization (id, name) values ('%s', 'Other')".formatted(other));
    try (Stream stream = open("?after=0", "")) {
      sql.run(
          """
          insert into audit_entry (organization, actor, actor_name, action, target, request)
          values ('%s', 'not-for-you', 'N', 'test', 't', 'r')
          """
              .formatted(other));
      String id = project();

      List<Item> heard =
          eventually(stream::items, items -> items.stream().anyMatch(it -> it.data().contains(id)));

      assertThat(heard).noneMatch(it -> it.data().contains("not-for-you"));
    }
  }

  @Test
  void whoeverWouldRatherHaveJsonIsShownTheList() {
    asOwner()
        .accept("application/json, */*;q=0.1")
        .get("/api/v1/audit/stream")
        .then()
        .statusCode(406)
        .body("code", equalTo("stream_only"));
    asOwner().accept("*/*").get("/api/v1/audit?limit=1").then().statusCode(200);
    given().accept("text/event-stream").get("/api/v1/audit/stream").then().statusCode(401);
    asOwner()
        .accept("text/event-stream")
        .header("Last-Event-ID", "x")
        .get("/api/v1/audit/stream")
        .then()
        .statusCode(400);
  }

  private static Stream open(String query, String last) {
    URI address =
        URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1/audit/stream" + query);
    return Stream.open(address, Owner.token(), last);
  }

  private String newest() {
    asOwner().get("/api/v1/audit?limit=1").then().statusCode(200);
    return Long.toString(
        sql.number(
            "select coalesce(max(seq), 0) from audit_entry where organization = '00000000-0000-4000-8000-000000000001'"));
  }

  private static String project() {
    return asOwner()
        .contentType("application/json")
        .body(Map.of("name", "heard-" + UUID.randomUUID()))
        .post("/api/v1/projects")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }
}
