package io.tradewind.server.audit;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Owner.asOwner;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.tradewind.server.database.Scope;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people do stands in a chain that nobody changes unseen. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class AuditTest {
  private static final String OWNERS = "00000000-0000-4000-8000-000000000001";
  private static final String SECRET_VALUE = "hf_NobodyMayReadThis";

  @Inject Sql sql;
  @Inject AuditLog log;

  @Test
  void aChangeStandsThereWithWhoWhatAndWhy() {
    String name = "project-" + UUID.randomUUID();
    String request = "r-" + UUID.randomUUID();
    asOwner()
        .header("X-Request-Id", request)
        .header("Tradewind-Reason", "The new team; it's theirs")
        .contentType(ContentType.JSON)
        .body(Map.of("name", name))
        .post("/api/v1/projects")
        .then()
        .statusCode(201);

    asOwner()
        .queryParam("request", request)
        .get("/api/v1/audit")
        .then()
        .statusCode(200)
        .body("total", equalTo(2))
        .body("items.action", contains("POST /api/v1/projects", "project.made"))
        .body("items.actor", everyItem(equalTo("owner")))
        .body("items.reason", everyItem(equalTo("The new team; it's theirs")))
        .body("items[0].outcome", equalTo(201))
        .body("items[1].outcome", nullValue())
        .body("items[1].before", nullValue())
        .body("items[1].after", containsString(name));
  }

  @Test
  void whatWasRefusedStandsThereToo() {
    String request = "r-" + UUID.randomUUID();
    asOwner()
        .header("X-Request-Id", request)
        .delete("/api/v1/alerts/" + UUID.randomUUID())
        .then()
        .statusCode(404);
    asOwner()
        .queryParam("request", request)
        .get("/api/v1/audit")
        .then()
        .body("items.action", contains("DELETE /api/v1/alerts/{id}"))
        .body("items.outcome", contains(404));
  }

  @Test
  void aRowIsShownBeforeAndAfter() {
    String id = projectByOwner();
    changeByHand(id, "renamed");
    asOwner()
        .queryParam("target", id)
        .queryParam("action", "project.changed")
        .get("/api/v1/audit")
        .then()
        .body("items[0].before", containsString("\"name\": \"made-"))
        .body("items[0].after", containsString("\"name\": \"renamed\""));
  }

  @Test
  void noSecretIsShown() {
    asOwner()
        .contentType(ContentType.JSON)
        .body(Map.of("value", SECRET_VALUE))
        .put("/api/v1/secrets/AUDITED")
        .then()
        .statusCode(lessThan(300));
    String token =
        asOwner()
            .contentType(ContentType.JSON)
            .body(Map.of("name", "audited", "access", "read"))
            .post("/api/v1/api-tokens")
            .then()
            .statusCode(201)
            .extract()
            .path("token");
    String all = asOwner().get("/api/v1/audit/export").then().extract().asString();
    assertThat(all).contains("AUDITED").contains("api_token.made");
    assertThat(all).doesNotContain(SECRET_VALUE).doesNotContain(token);
    assertThat(all).doesNotContain("\\\"hash\\\"").doesNotContain("wrapped_key");
  }

  @Test
  void whatNobodyAskedForStandsNotThere() {
    String before = count();
    sql.run("update project set name = name || '' where organization = '%s'".formatted(OWNERS));
    asOwner().get("/api/v1/projects").then().statusCode(200);
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void theDatabaseRefusesChanges() {
    projectByOwner();
    for (String statement :
        List.of(
            "update audit_entry set actor = 'nobody'",
            "delete from audit_entry",
            "truncate audit_entry")) {
      assertThatThrownBy(() -> sql.run(statement)).hasMessageContaining("append-only");
    }
  }

  @Test
  void aChangedEntryBreaksTheChainWhereItStands() {
    UUID organization = organizationWith(6);
    assertThat(verify(organization).intact()).isTrue();
    assertThat(verify(organization).entries()).isEqualTo(6);

    tamper(
        "update audit_entry set actor = 'somebody else' where organization = '%s' and seq = 4",
        organization);
    assertThat(verify(organization).intact()).isFalse();
    assertThat(verify(organization).brokenAt()).isEqualTo(4);
    assertThat(verify(organization).why()).contains("was changed");
  }

  @Test
  void anEntryThatIsMissingBreaksTheChainBehindIt() {
    UUID organization = organizationWith(6);
    tamper("delete from audit_entry where organization = '%s' and seq = 3", organization);
    assertThat(verify(organization).brokenAt()).isEqualTo(4);
    assertThat(verify(organization).why()).contains("Entry 3 is missing");
  }

  @Test
  void anEntryThatIsSealedAnewBreaksTheNextOne() {
    UUID organization = organizationWith(6);
    tamper(
        "update audit_entry set actor = 'x' where organization = '%s' and seq = 2", organization);
    tamper(
        "update audit_entry a set hash = audit_hash(a) where organization = '%s' and seq = 2",
        organization);
    assertThat(verify(organization).brokenAt()).isEqualTo(3);
    assertThat(verify(organization).why()).contains("does not follow");
  }

  @Test
  void manyBrokersAtOnceWriteOneChain() throws Exception {
    UUID organization = organizationWith(0);
    int each = 40;
    ExecutorService brokers = Executors.newFixedThreadPool(2);
    List<Future<?>> writing = new ArrayList<>();
    for (int broker = 0; broker < 2; broker++) {
      for (int i = 0; i < each; i++) {
        writing.add(brokers.submit(() -> write(organization, 1)));
      }
    }
    for (Future<?> one : writing) {
      one.get();
    }
    brokers.shutdown();
    assertThat(verify(organization).entries()).isEqualTo(2L * each);
    assertThat(verify(organization).intact()).isTrue();
  }

  @Test
  void theExportHoldsWhatIsNeededToVerifyIt() {
    projectByOwner();
    String[] lines =
        asOwner()
            .get("/api/v1/audit/export?format=jsonl")
            .then()
            .statusCode(200)
            .contentType("application/x-ndjson")
            .extract()
            .asString()
            .split("\n");
    String head = asOwner().get("/api/v1/audit/verify").then().extract().path("head");
    assertThat(JsonPath.from(lines[0]).getString("previous")).isEqualTo("0".repeat(64));
    assertThat(lines).anyMatch(line -> JsonPath.from(line).getString("hash").equals(head));
    asOwner()
        .get("/api/v1/audit/export?format=csv")
        .then()
        .statusCode(200)
        .contentType("text/csv")
        .body(startsWith("seq,at,actor,"));
  }

  @Test
  void pagesFollowEachOther() {
    projectByOwner();
    projectByOwner();
    JsonPath first = asOwner().get("/api/v1/audit?limit=2").then().extract().jsonPath();
    asOwner()
        .get("/api/v1/audit?limit=2&cursor=" + first.getString("nextCursor"))
        .then()
        .body("items[0].seq", equalTo(first.getInt("items[1].seq") - 1))
        .body("total", greaterThan(3));
    asOwner()
        .get("/api/v1/audit?action=project")
        .then()
        .body("items.action", everyItem(startsWith("project.")));
    asOwner().get("/api/v1/audit?cursor=x").then().statusCode(400);
    asOwner().get("/api/v1/audit/export?format=pdf").then().statusCode(400);
    asOwner().get("/api/v1/audit?from=yesterday").then().statusCode(400);
  }

  @Test
  void anotherOrganizationSeesNoneOfIt() {
    UUID organization = organizationWith(3);
    String all = asOwner().get("/api/v1/audit/export").then().extract().asString();
    assertThat(all).doesNotContain(organization.toString());
    given().get("/api/v1/audit").then().statusCode(401);
    asOwner().get("/api/v1/audit").then().body("items.actor", not(hasItem("tester")));
  }

  private String projectByOwner() {
    return asOwner()
        .contentType(ContentType.JSON)
        .body(Map.of("name", "made-" + UUID.randomUUID()))
        .post("/api/v1/projects")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private void changeByHand(String project, String name) {
    sql.run(
        "begin; %s; update project set name = '%s' where id = '%s'; commit"
            .formatted(asked(UUID.fromString(OWNERS)), name, project));
  }

  private UUID organizationWith(int entries) {
    UUID id = UUID.randomUUID();
    sql.run("insert into organization (id, name) values ('%s', 'T')".formatted(id));
    write(id, entries);
    assertThat(verify(id).entries()).as("sealed before they are read").isEqualTo(entries);
    return id;
  }

  /** As brokers do it: each in a transaction that says who asked. */
  private void write(UUID organization, int entries) {
    IntStream.range(0, entries)
        .forEach(
            i ->
                sql.run(
                    "begin; %s; insert into project (id, organization, name) values ('%s', '%s', '%s'); commit"
                        .formatted(
                            asked(organization),
                            UUID.randomUUID(),
                            organization,
                            UUID.randomUUID())));
  }

  private static String asked(UUID organization) {
    String json =
        "{\"organization\": \"%s\", \"actor\": \"tester\", \"name\": \"T\", \"request\": \"r\"}"
            .formatted(organization);
    return "set local tradewind.request = '%s'"
        .formatted(HexFormat.of().formatHex(json.getBytes(UTF_8)));
  }

  /** What only the owner of the database can: without the triggers that refuse it. */
  private void tamper(String statement, UUID organization) {
    sql.run(
        "begin; set local session_replication_role = replica; %s; commit"
            .formatted(statement.formatted(organization)));
  }

  private Verification.Result verify(UUID organization) {
    return AuditResource.verify(log, Scope.of(organization), organization);
  }

  private String count() {
    return asOwner().get("/api/v1/audit").then().extract().path("total").toString();
  }
}
