package io.tradewind.server.account;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.api.Gang;
import io.tradewind.api.LeaseId;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.server.testing.CloudProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Mall;
import io.tradewind.server.testing.Overheard;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestCloud;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An organization's own account: from connecting it to the machine that runs in it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CloudProfile.class)
class AccountsTest {
  private static final String PREVIEW =
      "{\"resources\": {\"cpus\": \"1+\"}, \"run\": \"echo\","
          + " \"placement\": {\"providers\": {\"allow\": [\"mall\", \"shop\"]}}}";

  @Inject Town town;
  @Inject Sql sql;

  @AfterEach
  void disconnectAll() {
    for (String id : asOwner().get("/api/v1/accounts").<List<String>>path("items.id")) {
      eventually(
          () -> asOwner().delete("/api/v1/accounts/" + id).statusCode(), status -> status == 204);
    }
  }

  @Test
  void anAccountIsConnectedCheckedAndShownWithoutItsSecret() {
    Response connected = connect("ours", "key-shown-nowhere", "east");

    connected
        .then()
        .statusCode(201)
        .body("state", equalTo("connected"))
        .body("detail", equalTo("Connected as customer of the mall."))
        .body("settings", equalTo(Map.of("wing", "east")))
        .body("rights.name", equalTo(List.of("mall:Look", "mall:Buy")))
        .body("quotas[0].limit", equalTo(8))
        .body(not(containsString("shown-nowhere")));
    assertThat(asOwner().get("/api/v1/accounts/" + connected.path("id")).asString())
        .isEqualTo(connected.asString());
    assertThat(Mall.seen("key-shown-nowhere"))
        .matches("second east tradewind-[0-9a-f]{8} tradewind-[0-9a-f-]{36}");
  }

  @Test
  void theCredentialsAreInNoTableNoLogAndNoEvent() {
    try (Overheard overheard = Overheard.everything()) {
      String key = "key-spoken-of-nowhere";
      String id = connect("sealed", key, "").path("id");
      asOwner().post("/api/v1/accounts/" + id + "/check").then().statusCode(200);
      Mall.fails(key, Fault.CREDENTIALS_REFUSED);
      asOwner()
          .post("/api/v1/accounts/" + id + "/check")
          .then()
          .statusCode(200)
          .body("state", equalTo("refused"));
      Mall.mends(key);
      assertThat(everyTable()).contains("sealed").doesNotContain("spoken-of");
      assertThat(overheard.lines()).noneMatch(line -> line.contains("spoken-of"));
    }
  }

  @Test
  void whatIsMissingIsSaidInWords() {
    Mall.mayStartNothing("key-poor");
    String id =
        connect("poor", "key-poor", "")
            .then()
            .statusCode(201)
            .body("state", equalTo("incomplete"))
            .body("detail", equalTo("Missing: mall:Buy (the key opens no shop)."))
            .extract()
            .path("id");

    Mall.mends("key-poor");

    asOwner().post("/api/v1/accounts/" + id + "/check").then().body("state", equalTo("connected"));
    assertThat(events()).contains("account.incomplete", "account.usable");
  }

  @Test
  void whoDoesNotAnswerLeavesTheStateAsItWas() {
    String id = connect("silent", "key-silent", "").path("id");
    Mall.fails("key-silent", Fault.UNREACHABLE);
    asOwner()
        .post("/api/v1/accounts/" + id + "/check")
        .then()
        .body("state", equalTo("connected"))
        .body("detail", containsString("the door stays shut"));
    Mall.mends("key-silent");
  }

  @Test
  void aKeyIsReplacedAndTheOldOneIsForgotten() {
    Mall.fails("key-old", Fault.CREDENTIALS_REFUSED);
    String id = connect("replaced", "key-old", "west").path("id");
    asOwner()
        .contentType("application/json")
        .body("{\"settings\": {\"api-key\": \"key-new\"}}")
        .put("/api/v1/accounts/" + id)
        .then()
        .statusCode(200)
        .body("state", equalTo("connected"))
        .body("settings.wing", equalTo("west"));
  }

  @Test
  void whatIsWrongIsNamedByFieldAndNotQuoted() {
    post("{\"provider\": \"mall\", \"name\": \"x\", \"settings\": {\"wing\": 3, \"hf_text\":"
            + " \"1\"}}")
        .then()
        .statusCode(422)
        .body("errors.field", equalTo(List.of("settings", "settings.api-key", "settings.wing")))
        .body(not(containsString("hf_text")));
    post("{\"provider\": \"nowhere\", \"name\": \"x\", \"settings\": {}}").then().statusCode(400);
    post("{\"provider\": \"mall\", \"name\": key-in-the-clear}")
        .then()
        .statusCode(400)
        .body(not(containsString("key-in-the-clear")));
    post("{\"provider\": \"mall\", \"name\": \"x\", \"settings\": {\"api-key\": \"env:HOME\"}}")
        .then()
        .statusCode(422)
        .body("errors[0].message", containsString("tradewind.account.variables"));
  }

  @Test
  void aNameIsTakenOnce() {
    connect("twice", "key-1", "").then().statusCode(201);
    connect("twice", "key-2", "").then().statusCode(409).body("code", equalTo("account_exists"));
  }

  @Test
  void theWizardIsToldWhatToAskForAndWhatToPaste() {
    asOwner()
        .get("/api/v1/account-kinds")
        .then()
        .statusCode(200)
        .body("items.provider", org.hamcrest.Matchers.hasItems("aws", "mall", "lambda"))
        .body(
            "items.find { it.provider == 'mall' }.grants[0].text",
            org.hamcrest.Matchers.matchesPattern(
                "let tradewind-[0-9a-f]{8} in with tradewind-[0-9a-f-]{36}"))
        .body(
            "items.find { it.provider == 'aws' }.fields.key",
            not(org.hamcrest.Matchers.hasItem("role-arn")));
  }

  @Test
  void theCheapestOfAllIsShownBesideTheCheapestThatCanBeStarted() {
    town.open(Mall.LIST, Mall.offer("cheap", "1.00"));
    town.open(TestCloud.ID, TestCloud.offer("shop", "shop", "2.00", TestCloud.Hypervisor.IDLE));
    JsonNode before = preview();
    assertThat(before.at("/choice/offer/provider").asText()).isEqualTo("mall");
    assertThat(before.at("/choice/offer/leasable").asBoolean()).isFalse();
    assertThat(before.at("/choice/offer/leasableReason").asText()).contains("connect an account");
    assertThat(before.at("/startable/offer/provider").asText()).isEqualTo("shop");
    assertThat(before.path("explanation").toString()).contains("connect an account for mall");

    connect("leasable", "key-leasable", "");

    JsonNode after = preview();
    assertThat(after.at("/choice/offer/provider").asText()).isEqualTo("mall");
    assertThat(after.at("/choice/offer/leasable").asBoolean()).isTrue();
    assertThat(after.at("/startable/offer/provider").asText()).isEqualTo("mall");
    assertThat(after.path("conditionsVersion").asLong())
        .isGreaterThan(before.path("conditionsVersion").asLong());
  }

  @Test
  void aMachineRunsInTheAccountAndTheAccountStaysAsLongAsItDoes() {
    town.open(Mall.LIST, Mall.offer("rented", "0.90"));
    String account = connect("rented", "key-rented", "").path("id");

    String workload = town.submit("mall", "");

    JsonNode lease = town.leaseBecomes(workload, "provisioning");
    assertThat(lease.path("account").asText()).isEqualTo(account);
    assertThat(Mall.machines("key-rented"))
        .containsExactly(new LeaseId(UUID.fromString(lease.path("id").asText())));
    asOwner()
        .delete("/api/v1/accounts/" + account)
        .then()
        .statusCode(409)
        .body("code", equalTo("account_in_use"))
        .body("errors[0].message", equalTo(lease.path("id").asText()));
    assertThat(asOwner().get("/api/v1/accounts/" + account).<List<String>>path("openLeases"))
        .containsExactly(lease.path("id").asText());
    Town.cancel(workload);
    town.become(workload, "cancelled");
    assertThat(Mall.machines("key-rented")).isEmpty();
    asOwner().delete("/api/v1/accounts/" + account).then().statusCode(204);
    asOwner().get("/api/v1/accounts/" + account).then().statusCode(404);
    assertThat(sql.number("select count(*) from sealed_value where id = '%s'".formatted(account)))
        .isZero();
  }

  @Test
  void aGangRunsInTheAccountAllOfItOrNothing() {
    town.open(Mall.LIST, Mall.offer("ganged", "0.70"));
    String account = connect("ganged", "key-ganged", "").path("id");

    String workload = town.submit("mall", "nodes: 2");

    List<LeaseId> nodes =
        leases(
            eventually(
                () -> town.workload(workload), it -> Mall.machines("key-ganged").size() == 2));
    assertThat(Mall.machines("key-ganged")).containsExactlyInAnyOrderElementsOf(nodes);
    assertThat(asOwner().get("/api/v1/accounts/" + account).<List<String>>path("openLeases"))
        .hasSize(2);
    Mall.lose("key-ganged", nodes.get(1));
    town.become(workload, "failed");
    assertThat(Mall.machines("key-ganged")).as("one was lost, so the other was ended").isEmpty();
  }

  @Test
  void theMachinesOfAGangAreStartedAsOne() {
    town.open(TestCloud.ID, TestCloud.offer("shop", "ganged", "2.00", TestCloud.Hypervisor.IDLE));
    String workload = town.submit("shop", "nodes: 2");

    List<LeaseId> nodes =
        leases(
            eventually(
                () -> town.workload(workload),
                it ->
                    leases(it).stream().allMatch(id -> TestCloud.runs(id.toString()))
                        && leases(it).size() == 2));

    assertThat(nodes)
        .extracting(id -> TestCloud.bootstrap(id.toString()).orElseThrow().gang())
        .containsOnly(Optional.of(new Gang(workload.substring(0, 23) + "-1", 2, false)));
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  private static List<LeaseId> leases(JsonNode workload) {
    return StreamSupport.stream(workload.path("nodes").spliterator(), false)
        .map(node -> LeaseId.parse(node.path("lease").asText()))
        .toList();
  }

  @Test
  void anAccountThatIsRefusedAtTheStartIsNotUsedAgainAndTheNextOfferIsTaken() {
    town.open(Mall.LIST, Mall.offer("refusing", "0.80"));
    town.open(TestCloud.ID, TestCloud.offer("shop", "shop", "2.00", TestCloud.Hypervisor.IDLE));
    String account = connect("refusing", "key-refusing", "").path("id");
    Mall.failsFromTheNextStart("key-refusing", Fault.CREDENTIALS_REFUSED);

    String workload = town.submit("mall, shop", "");

    JsonNode lease =
        eventually(
            () -> town.workload(workload),
            it ->
                it.at("/lease/provider").asText().equals("shop")
                    && it.at("/lease/state").asText().equals("provisioning"));
    assertThat(lease.path("attempts").toString()).contains("credentials_refused");
    eventually(
        () -> asOwner().get("/api/v1/accounts/" + account).<String>path("state"),
        state -> state.equals("refused"));
    assertThat(preview().at("/startable/offer/provider").asText()).isEqualTo("shop");
    Mall.mends("key-refusing");
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  @Test
  void aMachineThatNobodyKnowsIsEndedInAnAccountToo() {
    connect("swept", "key-swept", "");
    LeaseId stranger = new LeaseId(UUID.randomUUID());
    Mall.appear("key-swept", stranger);
    eventually(() -> Mall.machines("key-swept"), machines -> machines.isEmpty());
  }

  @Test
  void aDisconnectedAccountsProviderIsClosed() {
    int before = Mall.open();
    String id = connect("closed", "key-closed", "").path("id");
    assertThat(Mall.open()).isGreaterThan(before);
    asOwner().delete("/api/v1/accounts/" + id).then().statusCode(204);
    eventually(Mall::open, open -> open <= before);
  }

  private static Response connect(String name, String key, String wing) {
    return post(
        "{\"provider\": \"mall\", \"name\": \"%s\", \"settings\": {\"api-key\": \"%s\", \"wing\": \"%s\"}}"
            .formatted(name, key, wing));
  }

  private static Response post(String body) {
    return asOwner().contentType("application/json").body(body).post("/api/v1/accounts");
  }

  private JsonNode preview() {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper()
          .readTree(
              asOwner()
                  .contentType("application/json")
                  .body(PREVIEW)
                  .post("/api/v1/placements/preview")
                  .then()
                  .statusCode(200)
                  .extract()
                  .asString());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new java.io.UncheckedIOException(e);
    }
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
