package io.tradewind.server.site;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Heartbeat.DeviceReading;
import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tenant is shown of its accelerators, and of nobody else's. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class DeviceReadingsTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;

  private Yard.Founded site;
  private TestAgent agent;
  private Instant start;

  @BeforeEach
  void aSiteWithTwoDevices() {
    Yard yard = new Yard(town);
    site = yard.found("\"listing\": \"by_name\"");
    agent = yard.machine(site, Yard.H100, Yard.H100_MIB, 2);
    Yard.ask(
            site,
            "{\"unit\": \"H100-SXM\", \"base\": {\"amount\": \"2.00\", \"currency\": \"USD\"}}")
        .then()
        .statusCode(200);
    yard.onSale(site);
    start = clock.instant().truncatedTo(ChronoUnit.MICROS).minusSeconds(40);
  }

  @AfterEach
  void itIsGone() {
    agent.renew();
  }

  @Test
  void whoHasAllDevicesOfAMachineSeesWhatTheyDo() {
    String workload = submit("H100-SXM:2");
    String lease = runs(workload);

    agent.heartbeatReading(reading(device(0.5, 300.0, 40_000L), device(0.9, 500.0, 60_000L)));
    aWhileIsMetered(lease);

    JsonNode usage = usage(workload);
    assertThat(usage.path("acceleratorUtilisation").asDouble()).isEqualTo(0.7);
    assertThat(usage.path("acceleratorWatts").asDouble()).isEqualTo(800);
    assertThat(usage.path("acceleratorMemoryUsedMib").asLong()).isEqualTo(100_000);
    Town.cancel(workload);
  }

  @Test
  void whoSharesAMachineIsShownNothingSinceAgentsDoNotTellWhoseADeviceIs() {
    String workload = submit("H100-SXM:1");
    String lease = runs(workload);

    agent.heartbeatReading(reading(device(0.5, 300.0, 40_000L), device(0.9, 500.0, 60_000L)));
    aWhileIsMetered(lease);

    assertThat(usage(workload).path("acceleratorUtilisation").isNull()).isTrue();
    assertThat(readingsOf(lease)).isZero();
    Town.cancel(workload);
  }

  @Test
  void whatNoDeviceCanDoIsNotKept() {
    String workload = submit("H100-SXM:2");
    String lease = runs(workload);

    agent.heartbeatReading(reading(device(7.0, 1e300, -5L), device(0.4, 100.0, 10L)));
    aWhileIsMetered(lease);

    JsonNode usage = usage(workload);
    assertThat(usage.path("acceleratorUtilisation").asDouble()).isEqualTo(0.4);
    assertThat(usage.path("acceleratorWatts").isNull()).isTrue();
    assertThat(usage.path("acceleratorMemoryUsedMib").isNull()).isTrue();
    Town.cancel(workload);
  }

  /** It ends after the reading, as intervals do. */
  private void aWhileIsMetered(String lease) {
    clock.advance(Duration.ofSeconds(15));
    assertThat(agent.usage(lease, new Interval(start, start.plusSeconds(50), 1)).status())
        .isEqualTo(204);
  }

  private static Heartbeat.Reading reading(DeviceReading... devices) {
    return new Heartbeat.Reading(0.3, null, null, List.of(devices));
  }

  private static DeviceReading device(double utilisation, Double watts, Long memoryUsedMib) {
    return new DeviceReading("GPU-1", utilisation, watts, memoryUsedMib);
  }

  private String submit(String accelerators) {
    return Town.yaml()
        .body(
            """
            name: probe
            resources: { accelerators: "%s" }
            run: sleep 1
            placement: { providers: { allow: [%s] } }
            """
                .formatted(accelerators, site.seller()))
        .post("/api/v1/workloads")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private String runs(String workload) {
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    agent.status(lease, Phase.RUNNING, start);
    town.leaseBecomes(workload, "active");
    return lease;
  }

  private JsonNode usage(String workload) {
    return eventually(
            () -> town.get("/api/v1/usage?workload=" + workload).path("items"),
            items -> !items.isEmpty())
        .path(0);
  }

  private long readingsOf(String lease) {
    return sql.number("select count(*) from device_reading where lease = '%s'".formatted(lease));
  }
}
