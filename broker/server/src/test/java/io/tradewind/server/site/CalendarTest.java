package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator sees of the coming days. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class CalendarTest {
  @Inject Town town;
  @Inject MovableClock clock;
  private Yard yard;
  private Yard.Founded site;

  @BeforeEach
  void aSiteWithTwoDevices() {
    yard = new Yard(town);
    site = yard.found("\"listing\": \"by_name\"");
    yard.machine(site, Yard.H100, Yard.H100_MIB, 2);
  }

  @Test
  void withoutAnAskNothingIsOffered() {
    JsonNode machine = calendar("").path("machines").path(0);

    assertThat(machine.path("unit").asText()).isEqualTo("H100-SXM");
    assertThat(machine.path("units").asInt()).isEqualTo(2);
    assertThat(states(machine)).containsExactly("unpriced");
    assertThat(machine.path("spans").path(0).path("hours").asInt()).isEqualTo(7 * 24);
  }

  @Test
  void hoursOutsideOfTheScheduleAreClosedAndTheOthersHaveTheirPrice() {
    Yard.ask(
            site,
            """
            {"unit": "H100-SXM", "base": {"amount": "2.00", "currency": "USD"},
             "windows": [{"from": "20:00", "to": "06:00", "base": {"amount": "1.50", "currency": "USD"}}],
             "reclaimable": {"percentOff": 40, "noticeSeconds": 300}}
            """)
        .then()
        .statusCode(200);

    JsonNode machine = calendar("?days=3").path("machines").path(0);

    assertThat(hours(machine, "offered")).isEqualTo(30);
    assertThat(hours(machine, "closed")).isEqualTo(42);
    JsonNode open = span(machine, "offered");
    assertThat(open.path("price").path("amount").asText()).startsWith("1.50");
    assertThat(open.path("spot").path("amount").asText()).startsWith("0.90");
    assertThat(open.path("offered").asInt()).isEqualTo(2);
    assertThat(span(machine, "closed").path("price").isNull()).isTrue();
    assertThat(span(machine, "closed").path("why").asText()).contains("outside the hours of sale");
  }

  @Test
  void maintenanceAndLeasesStandInTheHoursThatTheyTake() {
    Yard.ask(
            site,
            "{\"unit\": \"H100-SXM\", \"base\": {\"amount\": \"2.00\", \"currency\": \"USD\"}}")
        .then()
        .statusCode(200);
    yard.onSale(site);
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    String workload = lease("H100-SXM:1", "limits: { max_duration: 5h }");
    announce(hour.plus(Duration.ofHours(60)), hour.plus(Duration.ofHours(72)));

    JsonNode machine = calendar("?days=4").path("machines").path(0);

    JsonNode first = machine.path("spans").path(0);
    assertThat(first.path("leased").asInt()).isEqualTo(1);
    assertThat(first.path("offered").asInt()).isEqualTo(1);
    assertThat(first.path("hours").asInt()).as("by the tenant's own limit").isBetween(5, 6);
    assertThat(machine.path("spans").path(1).path("offered").asInt()).isEqualTo(2);
    JsonNode closed = span(machine, "maintenance");
    assertThat(closed.path("from").asText())
        .as("nothing is sold a day before")
        .isEqualTo(hour.plus(Duration.ofHours(36)).toString());
    assertThat(closed.path("hours").asInt()).isEqualTo(36);
    assertThat(closed.path("why").asText()).isEqualTo("new racks");
    Town.cancel(workload);
  }

  @Test
  void aLeaseWithoutALimitHoldsItsUnitsToTheEnd() {
    Yard.ask(
            site,
            "{\"unit\": \"H100-SXM\", \"base\": {\"amount\": \"2.00\", \"currency\": \"USD\"}}")
        .then()
        .statusCode(200);
    yard.onSale(site);
    String workload = lease("H100-SXM:2", "");

    JsonNode machine = calendar("?days=1").path("machines").path(0);

    assertThat(states(machine)).containsExactly("leased");
    assertThat(machine.path("spans").path(0).path("leased").asInt()).isEqualTo(2);
    Town.cancel(workload);
  }

  @Test
  void moreThanAMonthIsRefusedAndOthersSeeNothing() {
    assertThat(asOwner().get(site.path("/calendar?days=32")).statusCode()).isEqualTo(400);
    assertThat(
            asOwner()
                .get("/api/v1/sites/00000000-0000-4000-8000-000000000099/calendar")
                .statusCode())
        .isEqualTo(404);
  }

  private String lease(String accelerators, String more) {
    String workload =
        Town.yaml()
            .body(
                """
                name: probe
                resources: { accelerators: "%s" }
                run: sleep 1
                placement: { providers: { allow: [%s] } }
                %s
                """
                    .formatted(accelerators, site.seller(), more))
            .post("/api/v1/workloads")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    eventually(
        () -> calendar("").path("machines").path(0).path("spans").path(0),
        span -> span.path("leased").asInt() > 0);
    return workload;
  }

  private void announce(Instant from, Instant until) {
    asOwner()
        .contentType("application/json")
        .body(
            "{\"reason\": \"new racks\", \"from\": \"%s\", \"until\": \"%s\"}"
                .formatted(from, until))
        .post(site.path("/maintenance"))
        .then()
        .statusCode(201);
  }

  private JsonNode calendar(String query) {
    return town.get(site.path("/calendar" + query));
  }

  private static List<JsonNode> spans(JsonNode machine) {
    return StreamSupport.stream(machine.path("spans").spliterator(), false).toList();
  }

  private static List<String> states(JsonNode machine) {
    return spans(machine).stream().map(it -> it.path("state").asText()).toList();
  }

  private static int hours(JsonNode machine, String state) {
    return spans(machine).stream()
        .filter(it -> it.path("state").asText().equals(state))
        .mapToInt(it -> it.path("hours").asInt())
        .sum();
  }

  private static JsonNode span(JsonNode machine, String state) {
    return spans(machine).stream()
        .filter(it -> it.path("state").asText().equals(state))
        .findFirst()
        .orElseThrow();
  }
}
