package io.tradewind.server.secret;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Eventually;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Overheard;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** From the request that stores a secret to the machine that is given it, and nowhere else. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class SecretsTest {
  private static final String TEXT = "hf_Qz81-the-text-of-the-secret";

  @Inject Town town;
  @Inject Sql sql;
  @Inject Rewrapping rewrapping;
  @Inject MasterKeys keys;
  @Inject Clock clock;

  @Test
  void aSecretReachesTheMachineOfTheLeaseAndIsShownNowhere() throws Exception {
    try (Overheard overheard = Overheard.everything()) {
      put("HF_TOKEN", TEXT).then().statusCode(201);
      Town.Home home = town.settle("1.00");
      String workload = town.submit(home.seller(), "secrets: [HF_TOKEN]");
      town.leaseBecomes(workload, "provisioning");

      JsonNode item = item(home);

      assertThat(home.agent().opened(item)).isEqualTo(Map.of("HF_TOKEN", TEXT));
      assertThat(item.toString()).doesNotContain(TEXT);
      String lease = town.workload(workload).path("lease").path("id").asText();
      home.agent().status(lease, Phase.RUNNING, clock.instant());
      home.agent().ended(lease, 0, clock.instant());
      town.become(workload, "succeeded");
      assertThat(asOwner().get("/api/v1/workloads/" + workload).asString()).doesNotContain(TEXT);
      assertThat(asOwner().get("/api/v1/workloads/" + workload + "/events").asString())
          .doesNotContain(TEXT);
      assertThat(asOwner().get("/api/v1/secrets").asString())
          .contains("HF_TOKEN")
          .doesNotContain(TEXT);
      assertThat(everyTable()).contains("HF_TOKEN").doesNotContain(TEXT);
      assertThat(overheard.lines()).noneMatch(line -> line.contains(TEXT));
    }
  }

  @Test
  void aWorkloadThatNamesAnUnknownSecretIsRefusedAndNothingIsWritten() {
    long before = sql.number("select count(*) from workload");
    town.submitted("nobody", "secrets: { HF_TOKEN: hf_pasted_by_mistake }")
        .then()
        .statusCode(422)
        .body("code", equalTo("unknown_secret"))
        .body("errors[0].field", equalTo("secrets"))
        .body(
            "errors[0].message",
            equalTo("The organization has no secret for the variable HF_TOKEN."))
        .body(org.hamcrest.Matchers.not(org.hamcrest.Matchers.containsString("hf_pasted")));
    assertThat(sql.number("select count(*) from workload")).isEqualTo(before);
  }

  @Test
  void aDeletedSecretIsToldAndWhatHasYetToStartFailsWithTheReason() {
    put("GONE", TEXT);
    Town.Home home = town.settle("1.00");
    String workload = town.submit(home.seller(), "secrets: { TOKEN: GONE }");
    town.leaseBecomes(workload, "provisioning");

    asOwner()
        .delete("/api/v1/secrets/GONE")
        .then()
        .statusCode(200)
        .body("stillNamedBy", equalTo(List.of(workload)));

    assertThat(home.agent().work("", 0).body().path("items")).isEmpty();
    JsonNode failed =
        Eventually.eventually(
            () -> {
              home.agent().work("", 0);
              return town.workload(workload);
            },
            it -> it.path("lease").path("detail").asText().contains("TOKEN"));
    assertThat(failed.path("lease").path("detail").asText()).contains("was deleted");
    assertThat(events()).contains("secret.stored", "secret.deleted");
    asOwner().delete("/api/v1/secrets/GONE").then().statusCode(404);
  }

  @Test
  void aSecretThatIsReplacedIsGivenAsItIsThen() throws Exception {
    put("ROTATED", "the-first-value").then().statusCode(201);
    put("ROTATED", "the-second-value").then().statusCode(204);
    Town.Home home = town.settle("1.00");
    String workload = town.submit(home.seller(), "secrets: ROTATED");
    town.leaseBecomes(workload, "provisioning");

    assertThat(home.agent().opened(item(home))).isEqualTo(Map.of("ROTATED", "the-second-value"));
    Town.cancel(workload);
  }

  @Test
  void aBodyThatCannotBeReadIsNotQuoted() {
    for (String body :
        List.of(
            "{\"value\": " + TEXT + "}",
            TEXT,
            "{\"value\": \"" + TEXT + "\", \"more\": 1}",
            "{\"value\": [\"" + TEXT + "\"]}",
            "{\"" + TEXT + "\": 1}")) {
      String answer =
          asOwner()
              .contentType("application/json")
              .body(body)
              .put("/api/v1/secrets/WRONG")
              .then()
              .statusCode(400)
              .extract()
              .asString();
      assertThat(answer).as(body).doesNotContain(TEXT).doesNotContain("hf_");
    }
    asOwner()
        .contentType("application/json")
        .body("{\"value\": \"x\"}")
        .put("/api/v1/secrets/no-name")
        .then()
        .statusCode(400);
  }

  @Test
  void theMasterKeyChangesWhileSecretsAreInUse() throws Exception {
    put("KEPT", TEXT);
    Path file =
        Path.of(ConfigProvider.getConfig().getValue("tradewind.home", String.class))
            .resolve("master.keys");
    byte[] key = new byte[32];
    new java.security.SecureRandom().nextBytes(key);
    Files.writeString(
        file,
        "k-next %s%n%s".formatted(Base64.getEncoder().encodeToString(key), Files.readString(file)));
    keys.refresh();

    assertThat(rewrapping.rewrap()).isPositive();

    // Other tests leave rows whose key no broker ever had.
    assertThat(
            sql.number(
                "select count(*) from sealed_value where master_key <> 'k-next' and master_key not"
                    + " like 'mark-%'"))
        .isZero();
    assertThat(rewrapping.rewrap()).isZero();
    Town.Home home = town.settle("1.00");
    String workload = town.submit(home.seller(), "secrets: [KEPT]");
    town.leaseBecomes(workload, "provisioning");
    assertThat(home.agent().opened(item(home))).isEqualTo(Map.of("KEPT", TEXT));
    Town.cancel(workload);
  }

  private static Response put(String name, String value) {
    return asOwner()
        .contentType("application/json")
        .body("{\"value\": \"%s\"}".formatted(value))
        .put("/api/v1/secrets/" + name);
  }

  private static JsonNode item(Town.Home home) {
    return Eventually.eventually(
            () -> home.agent().work("", 0).body().path("items"), items -> !items.isEmpty())
        .path(0);
  }

  private String events() {
    StringBuilder types = new StringBuilder();
    sql.run("select type from event").forEach(row -> types.append(row.getString(0)).append(' '));
    return types.toString();
  }

  /** All of the database as text, whatever tables it has. */
  private String everyTable() {
    StringBuilder dump = new StringBuilder();
    sql.run("select table_name from information_schema.tables where table_schema = 'public'")
        .forEach(
            table ->
                sql.run("select t::text from \"%s\" t".formatted(table.getString(0)))
                    .forEach(row -> dump.append(row.getString(0)).append('\n')));
    return dump.toString();
  }
}
