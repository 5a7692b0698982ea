package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A buyer asks for quotes, sites bid by their operators' rules, and a bid is accepted. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class OrderingTest {
  private static final String ASK =
      """
      {"unit": "cpu", "base": {"amount": "0.02", "currency": "USD"},
       "floor": {"amount": "0.015", "currency": "USD"}%s}
      """;

  private static final String A_DAY_IS_CHEAPER =
      "{\"answers\": true, \"byHours\": [{\"from\": 24, \"percentOff\": 20}]}";

  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;
  private Yard yard;
  private Yard.Founded site;
  private TestAgent agent;

  @BeforeEach
  void aSiteOfSixteenProcessors() {
    yard = new Yard(town);
    site = yard.found("\"listing\": \"by_name\"");
    agent = yard.machine(site, "none", 0, 0);
    sells("");
  }

  @Test
  void bidsAndOffersOfCloudsAreRankedTogether() {
    String cloud = "cloud-" + UUID.randomUUID().toString().substring(0, 8);
    town.open(
        ScriptedProvider.offer(cloud, "cheap", "0.07"),
        ScriptedProvider.offer(cloud, "dear", "0.30"));
    rule(A_DAY_IS_CHEAPER).then().statusCode(200);

    JsonNode order = placed(4, 24, ", " + cloud);

    assertThat(texts(order.path("ranking"), "candidate", "offer", "instanceType"))
        .as("0.064 by rule, 0.07, and 0.30 dollars an hour")
        .containsExactly("cpu-4", "cheap", "dear");
    assertThat(texts(order.path("ranking"), "bid"))
        .containsExactly(bid(order).path("id").asText(), "null", "null");
    assertThat(texts(order.path("ranking"), "candidate", "why")).noneMatch(String::isBlank);
    assertThat(bid(order).path("position").asInt()).isEqualTo(1);
  }

  @Test
  void aBidIsTheAskLessTheDiscountsOfTheRule() {
    rule(A_DAY_IS_CHEAPER).then().statusCode(200);

    JsonNode bid = bid(placed(4, 24, ""));

    assertThat(bid.path("state").asText()).isEqualTo("standing");
    assertThat(bid.path("price").path("amount").asText()).isEqualTo("0.064000000");
    assertThat(bid.path("listPrice").path("amount").asText()).isEqualTo("0.080000000");
    assertThat(bid.path("quantity").asInt()).isEqualTo(1);
    assertThat(bid.path("why").asText()).isEqualTo("0.08 USD asked, 20 % off for 24 hours.");
  }

  @Test
  void anAcceptedBidLocksItsPriceWhateverTheSiteAsksByThen() {
    rule(A_DAY_IS_CHEAPER).then().statusCode(200);
    JsonNode order = placed(4, 24, "");
    Yard.ask(site, ASK.formatted("").replace("0.02", "0.09")).then().statusCode(200);
    eventually(() -> price("cpu-4"), "0.360000000"::equals);

    JsonNode filled = taken(accept(order));

    assertThat(filled.path("state").asText()).isEqualTo("filled");
    String workload = bid(filled).path("workloads").path(0).asText();
    JsonNode lease = town.leaseBecomes(workload, "provisioning");
    agent.status(lease.path("id").asText(), Phase.RUNNING, clock.instant());
    assertThat(town.leaseBecomes(workload, "active").path("rate").path("amount").asText())
        .isEqualTo("0.064000000");
    agent.ended(lease.path("id").asText(), 0, clock.instant());
    town.become(workload, "succeeded");
  }

  @Test
  void acceptingTwiceIsOneWorkload() {
    JsonNode order = placed(4, 24, "");

    JsonNode first = bid(taken(accept(order))).path("workloads");

    assertThat(bid(taken(accept(order))).path("workloads")).isEqualTo(first).hasSize(1);
    Town.cancel(first.path(0).asText());
  }

  @Test
  void ofTwoWhoAcceptTheLastCapacityExactlyOneGetsIt() {
    List<JsonNode> orders = List.of(placed(16, 24, ""), placed(16, 24, ""));

    List<Response> answers =
        Stream.of(0, 1)
            .map(i -> CompletableFuture.supplyAsync(() -> accept(orders.get(i))))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers.stream().map(Response::statusCode)).containsExactlyInAnyOrder(200, 409);
    assertThat(answers.stream().filter(it -> it.statusCode() == 409))
        .allMatch(it -> it.path("code").equals("capacity_gone"));
    assertThat(
            sql.number(
                "select count(*) from assignment where state <> 'terminated' and site = '%s'"
                    .formatted(site.id())))
        .isEqualTo(1);
    assertThat(
            sql.number("select count(*) from lease where provider = '%s'".formatted(site.seller())))
        .isEqualTo(1);
    answers.stream()
        .filter(it -> it.statusCode() == 200)
        .map(it -> bid(it.as(JsonNode.class)).path("workloads").path(0).asText())
        .forEach(Town::cancel);
  }

  @Test
  void severalAreTakenAsOneAndRunBesideEachOther() {
    JsonNode order = ordered("cpus: 4", 24, "", "\"quantity\": 5");

    assertThat(bid(order).path("quantity").asInt()).as("sixteen processors").isEqualTo(4);
    JsonNode left = taken(accept(order));

    assertThat(left.path("state").asText()).isEqualTo("open");
    assertThat(left.path("accepted").asInt()).isEqualTo(4);
    JsonNode workloads = bid(left).path("workloads");
    assertThat(workloads).hasSize(4);
    workloads.forEach(it -> town.leaseBecomes(it.asText(), "provisioning"));
    workloads.forEach(it -> Town.cancel(it.asText()));
  }

  @Test
  void outsideItsWindowOfSaleASiteBidsNothing() {
    sells(", \"windows\": [{\"days\": [], \"from\": \"00:00\", \"to\": \"12:00\"}]");

    JsonNode bid = bid(placed(4, 24, ""));

    assertThat(bid.path("state").asText()).isEqualTo("refused");
    assertThat(bid.path("why").asText())
        .containsAnyOf("outside the hours of sale", "nothing on sale");
    assertThat(bid.path("price").isNull()).isTrue();
  }

  @Test
  void whatMaintenanceWouldCutShortGetsNoBid() {
    asOwner()
        .contentType("application/json")
        .body(
            "{\"reason\": \"new racks\", \"from\": \"%s\"}"
                .formatted(clock.instant().plus(Duration.ofHours(60))))
        .post(site.path("/maintenance"))
        .then()
        .statusCode(201);

    assertThat(bid(placed(4, 72, "")).path("why").asText()).contains("new racks");
    assertThat(bid(placed(4, 24, "")).path("state").asText()).isEqualTo("standing");
  }

  @Test
  void bidsCountUntilTheirTimeIsOver() {
    JsonNode order = placed(4, 24, "");
    advance(Duration.ofMinutes(61));

    Response late = accept(order);

    late.then().statusCode(409);
    assertThat(late.<String>path("code")).isEqualTo("order_over");
  }

  @Test
  void aCancelledOrderIsOverAndWhatCannotBeOrderedIsNamed() {
    JsonNode order = placed(4, 24, "");
    asOwner().post(path(order) + "/cancel").then().statusCode(204);
    assertThat(accept(order).statusCode()).isEqualTo(409);

    List<String> fields =
        post("{\"workload\": {\"run\": \"x\", \"resources\": {\"cpus\": \"x\"}}, \"hours\": 0}")
            .then()
            .statusCode(422)
            .extract()
            .path("errors.field");
    assertThat(fields).contains("hours").anyMatch(it -> it.startsWith("workload.resources"));
  }

  @Test
  void theOperatorSeesTheDemandAndWhatOthersWouldHaveBeenPaid() {
    String cloud = "cloud-" + UUID.randomUUID().toString().substring(0, 8);
    town.open(ScriptedProvider.offer(cloud, "only", "0.40"));
    placed(4, 24, ", " + cloud);
    rule("{\"answers\": false}").then().statusCode(200);
    placed(4, 24, ", " + cloud);

    JsonNode demand = town.get(site.path("/demand"));

    assertThat(demand.path("asked").asInt()).isEqualTo(2);
    assertThat(demand.path("bid").asInt()).isEqualTo(1);
    assertThat(texts(demand.path("orders"), "outcome")).containsExactly("refused", "standing");
    JsonNode seen = demand.path("orders").path(0);
    assertThat(seen.path("otherPrice").path("amount").asText()).isEqualTo("0.400000000");
    assertThat(seen.path("wanted").has("resources")).isTrue();
    assertThat(seen.toString()).as("what runs is nobody's business").doesNotContain("echo hello");
    assertThat(demand.path("market").path(0).path("median").path("amount").asText())
        .as("of one of four processors")
        .isEqualTo("0.100000000");
  }

  private void sells(String more) {
    Yard.ask(site, ASK.formatted(more)).then().statusCode(200);
    if (more.isEmpty()) {
      eventually(
          () -> yard.offers(site),
          offers ->
              offers.stream()
                  .anyMatch(
                      it -> it.path("availability").path("state").asText().equals("available")));
    }
  }

  private String price(String type) {
    return yard.offers(site).stream()
        .filter(it -> it.path("instanceType").asText().equals(type))
        .map(it -> it.path("price").path("amount").asText())
        .findFirst()
        .orElse("");
  }

  private Response rule(String body) {
    return asOwner().contentType("application/json").body(body).put(site.path("/bid-rule"));
  }

  private JsonNode placed(int cpus, int hours, String sellers) {
    return ordered("cpus: %d+".formatted(cpus), hours, sellers, "\"quantity\": 1");
  }

  private JsonNode ordered(String resources, int hours, String sellers, String more) {
    return taken(
        Town.yaml()
            .body(
                """
                workload:
                  resources: { %s }
                  run: echo hello
                  placement: { providers: { allow: [%s%s] } }
                hours: %d
                %s
                """
                    .formatted(resources, site.seller(), sellers, hours, more.replace("\"", "")))
            .post("/api/v1/orders"));
  }

  private static Response post(String body) {
    return asOwner().contentType("application/json").body(body).post("/api/v1/orders");
  }

  private Response accept(JsonNode order) {
    return asOwner()
        .contentType("application/json")
        .body("{}")
        .post(path(order) + "/bids/" + bid(order).path("id").asText() + "/accept");
  }

  private static String path(JsonNode order) {
    return "/api/v1/orders/" + order.path("id").asText();
  }

  private static JsonNode taken(Response answer) {
    assertThat(answer.statusCode()).as(answer.asString()).isBetween(200, 201);
    return answer.as(JsonNode.class);
  }

  /** The site's own; others in the yard are not asked, since they sell by name. */
  private JsonNode bid(JsonNode order) {
    return StreamSupport.stream(order.path("bids").spliterator(), false)
        .filter(it -> it.path("seller").asText().equals(site.seller()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No bid in " + order));
  }

  private static List<String> texts(JsonNode items, String... path) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(
            item -> {
              JsonNode at = item;
              for (String step : path) {
                at = at.path(step);
              }
              return at.asText();
            })
        .toList();
  }

  /** The agent stays awake. */
  private void advance(Duration time) {
    clock.advance(time);
    agent.renew();
    agent.heartbeat();
  }
}
