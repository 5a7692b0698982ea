package io.tradewind.server.signin;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class ApiTokensTest {
  @Inject Sql sql;

  @Test
  void aTokenMayDoWhatItWasMadeForAndIsShownOnce() {
    JsonPath made = make(Map.of("name", "nightly", "roles", List.of("developer")));
    as(made).get("/api/v1/workloads").then().statusCode(200);
    as(made).get("/api/v1/price-overrides").then().statusCode(403);
    String list = asOwner().get("/api/v1/api-tokens").asString();
    assertThat(list).contains("nightly").doesNotContain(made.getString("token"));
    assertThat(
            sql.number(
                "select count(*) from api_token where api_token::text like '%"
                    + made.getString("token")
                    + "%'"))
        .isZero();
  }

  @Test
  void itIsSeenWhenATokenWasLastUsed() {
    JsonPath made = make(Map.of("name", "used"));
    as(made).get("/api/v1/me").then().statusCode(200).body("roles", hasItem("developer"));
    asOwner()
        .get("/api/v1/api-tokens")
        .then()
        .body(
            "items.find { it.id == '%s' }.lastUsedAt".formatted(made.getString("details.id")),
            notNullValue());
  }

  @Test
  void aTokenThatMayReadChangesNothing() {
    JsonPath made = make(Map.of("name", "reader", "access", "read"));
    as(made).get("/api/v1/projects").then().statusCode(200);
    as(made)
        .contentType("application/json")
        .body(Map.of("name", "P"))
        .post("/api/v1/projects")
        .then()
        .statusCode(403)
        .body("code", equalTo("read_only_token"));
  }

  @Test
  void aTokenThatMayReadAsksWhatIsSentWithABody() {
    as(make(Map.of("name", "asker", "access", "read")))
        .contentType("application/json")
        .body("{\"resources\": {\"cpus\": \"1+\"}}")
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200);
  }

  @Test
  void aRevokedAndAnExpiredTokenOpenNothing() {
    JsonPath revoked = make(Map.of("name", "revoked"));
    asOwner()
        .delete("/api/v1/api-tokens/" + revoked.getString("details.id"))
        .then()
        .statusCode(204);
    as(revoked).get("/api/v1/me").then().statusCode(401);
    JsonPath expired = make(Map.of("name", "expired"));
    sql.run(
        "update api_token set expires_at = now() - interval '1 second' where id = '%s'"
            .formatted(expired.getString("details.id")));
    as(expired).get("/api/v1/me").then().statusCode(401);
  }

  @Test
  void aTokenMakesNoTokens() {
    as(make(Map.of("name", "parent")))
        .contentType("application/json")
        .body(Map.of("name", "child"))
        .post("/api/v1/api-tokens")
        .then()
        .statusCode(403)
        .body("code", equalTo("person_needed"));
  }

  @Test
  void aNewOrganizationIsOneMoreToChooseFrom() {
    JsonPath made =
        asOwner()
            .contentType("application/json")
            .body(Map.of("name", "Second", "alias", "second"))
            .post("/api/v1/organizations")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    asOwner()
        .header("Tradewind-Organization", "second")
        .get("/api/v1/me")
        .then()
        .statusCode(200)
        .body("organization", equalTo(made.getString("id")))
        .body("roles", containsInAnyOrder("broker_admin", "platform_admin"));
    asOwner()
        .header("Tradewind-Organization", "second")
        .get("/api/v1/members")
        .then()
        .body("items.subject", hasItem("owner"));
    asOwner()
        .header("Tradewind-Organization", "unheard-of")
        .get("/api/v1/workloads")
        .then()
        .statusCode(403)
        .body("code", equalTo("no_organization"));
  }

  private static JsonPath make(Map<String, Object> request) {
    return asOwner()
        .contentType("application/json")
        .body(request)
        .post("/api/v1/api-tokens")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private static RequestSpecification as(JsonPath made) {
    return given().header("Authorization", "Bearer " + made.getString("token"));
  }
}
