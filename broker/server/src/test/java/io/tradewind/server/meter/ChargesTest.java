package io.tradewind.server.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.Phase;
import io.tradewind.pricing.HourlyRate;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metered time and its cost: exact, once, for ever. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ChargesTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theChargesAddUpToTheRateTimesTheMeteredTimeHoweverItIsCut(long seed) {
    Random random = new Random(seed);
    String ask = "0.0" + (1 + random.nextInt(9_999_999));
    Town.Home home = town.settle(ask);
    TestAgent agent = home.agent();
    String workload = town.submit(home.seller(), "");
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    Instant start = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(55);
    agent.status(lease, Phase.RUNNING, start);

    Instant end = start;
    List<Interval> report = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Instant next = end.plus(1 + random.nextInt(800_000), ChronoUnit.MICROS);
      report.add(new Interval(end, next, 0.1));
      end = next;
      if (random.nextInt(4) == 0) {
        assertThat(agent.usage(lease, report.toArray(Interval[]::new)).status()).isEqualTo(204);
      }
    }
    agent.usage(lease, report.toArray(Interval[]::new));
    agent.ended(lease, 0, end);
    JsonNode done = town.become(workload, "succeeded");

    JsonNode charges = town.get("/api/v1/charges?limit=1000&workload=" + workload);
    BigDecimal sum = BigDecimal.ZERO;
    Instant expected = start;
    for (JsonNode charge : charges.path("items")) {
      sum = sum.add(new BigDecimal(charge.path("amount").path("amount").asText()));
      assertThat(Instant.parse(charge.path("from").asText())).isEqualTo(expected);
      expected = Instant.parse(charge.path("to").asText());
    }
    String rate = done.path("lease").path("rate").path("amount").asText();
    BigDecimal exact = HourlyRate.of(rate, "USD").costOf(Duration.between(start, end)).amount();
    assertThat(charges.path("total").asLong()).isEqualTo(60);
    assertThat(expected).isEqualTo(end);
    assertThat(sum).isEqualByComparingTo(exact);
    assertThat(done.path("cost").path("amount").asText()).isEqualTo(exact.toPlainString());
    assertThat(charges.path("totalAmount").path("amount").asText())
        .isEqualTo(exact.toPlainString());
  }

  @Test
  void whatIsWrittenStaysWritten() {
    Town.Home home = town.settle("0.01");
    String workload = town.submit(home.seller(), "");
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    Instant start = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(20);
    home.agent().status(lease, Phase.RUNNING, start);
    home.agent().usage(lease, new Interval(start, start.plusSeconds(5), 0.1));
    home.agent().ended(lease, 0, start.plusSeconds(5));
    town.become(workload, "succeeded");

    for (String table : List.of("usage", "charge", "event")) {
      assertRefused(
          table, "update %s set workload = gen_random_uuid() where workload = '%s'", workload);
      assertRefused(table, "delete from %s where workload = '%s'", workload);
    }
    assertThatThrownBy(() -> sql.run("truncate charge")).hasMessageContaining("append-only");
  }

  @Test
  void usageTellsEnergyAndCarbonWithTheirBasis() {
    Town.Home home = town.settle("0.01");
    String workload = town.submit(home.seller(), "");
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    Instant start = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(20);
    home.agent().status(lease, Phase.RUNNING, start);
    home.agent().usage(lease, new Interval(start, start.plusSeconds(5), 0.1));
    home.agent().ended(lease, 0, start.plusSeconds(5));
    town.become(workload, "succeeded");

    JsonNode usage = town.get("/api/v1/usage?workload=" + workload).path("items").path(0);
    assertThat(usage.path("seconds").asDouble()).isEqualTo(5.0);
    assertThat(usage.path("energyKilowattHours").asDouble()).isPositive();
    assertThat(usage.path("operationalGrams").asDouble()).isPositive();
    assertThat(usage.path("basis").asText()).isNotIn("", "unknown");
    assertThat(usage.path("carbonSource").asText()).isNotBlank();
    assertThat(town.get("/api/v1/charges?workload=" + UUID.randomUUID()).path("items")).isEmpty();
    String month = start.toString().substring(0, 7);
    assertThat(
            town.get("/api/v1/charges?workload=%s&month=%s".formatted(workload, month))
                .path("total")
                .asInt())
        .isEqualTo(1);
    assertThat(
            town.get("/api/v1/charges?workload=%s&month=2025-01".formatted(workload))
                .path("total")
                .asInt())
        .isZero();
  }

  private void assertRefused(String table, String statement, String workload) {
    assertThatThrownBy(() -> sql.run(statement.formatted(table, workload)))
        .hasMessageContaining(table + " is append-only");
  }
}
