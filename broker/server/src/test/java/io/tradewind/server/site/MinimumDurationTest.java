package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A site that leases for two hours at least, at half a dollar an hour. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class MinimumDurationTest {
  private static final String TWO_HOURS =
      """
      {"unit": "cpu", "base": {"amount": "0.50", "currency": "USD"}, "minimumSeconds": 7200}
      """;

  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;
  private Yard yard;
  private Yard.Founded site;
  private TestAgent agent;

  @BeforeEach
  void aSiteSells() {
    yard = new Yard(town);
    site = yard.found("\"listing\": \"by_name\"");
    agent = yard.machine(site, "none", 0, 0);
    Yard.ask(site, TWO_HOURS).then().statusCode(200);
    eventually(
        () -> yard.offers(site),
        offers ->
            !offers.isEmpty()
                && offers.stream()
                    .allMatch(
                        it -> it.path("availability").path("state").asText().equals("available")));
  }

  @Test
  void theOfferSaysItAndAShorterRunIsPricedForAllOfIt() {
    assertThat(yard.offers(site).get(0).path("source").path("name").asText())
        .endsWith("0.5 USD base, for at least 2 h");

    JsonNode short_ = preview("limits: { max_duration: 30m }");

    assertThat(cost(short_, "total")).isEqualByComparingTo("1.00");
    assertThat(cost(short_, "compute")).isEqualByComparingTo("0.25");
    assertThat(cost(short_, "minimumIncrement")).isLessThanOrEqualTo(new BigDecimal("0.75"));
    assertThat(short_.toString()).contains("minimum increment");
    assertThat(cost(preview("limits: { max_duration: 3h }"), "minimumIncrement")).isZero();
  }

  @Test
  void whoMaySpendLessThanTheMinimumIsNotPlacedThere() {
    JsonNode placed = preview("limits: { max_duration: 30m, max_cost: 0.60 USD }");

    assertThat(placed.path("outcome").asText()).isNotEqualTo("placed");
    assertThat(placed.toString()).contains("cost_cap");
  }

  @Test
  void whatEndsSoonerIsChargedForAllOfItAndUsesNothingMore() {
    String workload = town.submit(site.seller(), "");
    String lease = lease(workload);
    runFor(workload, lease, Duration.ofMinutes(10));
    agent.ended(lease, 0, clock.instant());
    town.become(workload, "succeeded");

    assertThat(number("select sum(amount) from charge where lease = '%s'", lease))
        .isEqualByComparingTo("1.00");
    assertThat(
            number(
                "select extract(epoch from max(to_at) - min(from_at)) from usage where lease = '%s'",
                lease))
        .isEqualByComparingTo("7200");
    assertThat(
            number(
                "select coalesce(sum(processor_seconds), 0) + coalesce(sum(energy_kwh), 0) from usage"
                    + " where lease = '%1$s' and to_at > (select min(from_at) + interval '1 hour'"
                    + " from usage where lease = '%1$s')",
                lease))
        .isZero();
    assertThat(town.workload(workload).path("lease").path("minimumSeconds").asInt())
        .isEqualTo(7200);
  }

  @Test
  void whatTheSiteTakesBackIsChargedAsItWasUsed() {
    String workload = town.submit(site.seller(), "");
    String lease = lease(workload);
    runFor(workload, lease, Duration.ofMinutes(10));
    agent.send(
        "POST",
        "/agent/v1/leases/" + lease + "/reclaim",
        new LeaseReport.Reclaim(1, clock.instant(), "the owner needs it"));
    agent.status(
        lease, new LeaseReport.Status(1, Phase.FAILED, clock.instant(), null, "Taken back."));
    eventually(
        () -> town.workload(workload).path("attempts").path(0).path("outcome").asText(),
        "interrupted"::equals);

    assertThat(number("select sum(amount) from charge where lease = '%s'", lease))
        .as("a sixth of an hour")
        .isBetween(new BigDecimal("0.0833"), new BigDecimal("0.0834"));
    Town.cancel(workload);
  }

  @Test
  void asksOfOneSiteHaveOneMinimum() {
    List<String> messages =
        Yard.ask(
                site,
                TWO_HOURS
                    + ", {\"unit\": \"H100-SXM\", \"base\": {\"amount\": \"2\", \"currency\": \"USD\"}}")
            .then()
            .statusCode(422)
            .extract()
            .path("errors.message");

    assertThat(messages.get(0)).contains("the same minimum duration: cpu has PT2H");
  }

  private JsonNode preview(String more) {
    return Town.yaml()
        .body(
            """
            name: probe
            resources: { cpus: 1+ }
            run: echo hello
            placement: { providers: { allow: [%s] } }
            %s
            """
                .formatted(site.seller(), more))
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200)
        .extract()
        .as(JsonNode.class);
  }

  private static BigDecimal cost(JsonNode placement, String part) {
    JsonNode cost = placement.path("choice").path("cost");
    return new BigDecimal(cost.path(part).path("amount").asText());
  }

  private String lease(String workload) {
    return town.leaseBecomes(workload, "provisioning").path("id").asText();
  }

  /** The agent runs it, and tells what it used. */
  private void runFor(String workload, String lease, Duration time) {
    Instant start = clock.instant().truncatedTo(ChronoUnit.MICROS);
    agent.status(lease, Phase.RUNNING, start);
    town.leaseBecomes(workload, "active");
    Instant from = start;
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      clock.advance(Duration.ofMinutes(1));
      agent.renew();
      agent.heartbeat();
      Instant to = from.plus(Duration.ofMinutes(1));
      TestAgent.Answer told = agent.usage(lease, new LeaseReport.Interval(from, to, 60));
      assertThat(told.status()).as(told.text()).isEqualTo(204);
      from = to;
    }
  }

  private BigDecimal number(String query, String lease) {
    return sql.run(query.formatted(lease)).iterator().next().getBigDecimal(0);
  }
}
