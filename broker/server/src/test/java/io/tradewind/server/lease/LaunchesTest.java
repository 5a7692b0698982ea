package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.matcher.memory.Evidence;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.memory.Tries;
import io.tradewind.server.database.Database;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.ScriptedProvider.Act;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What launches teach, and what is done with it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class LaunchesTest {
  @Inject Town town;
  @Inject Launches launches;
  @Inject LiveMarket market;
  @Inject Database database;
  @Inject MovableClock clock;

  @Test
  void aSellOutAndAStartAreRememberedForAll() {
    OfferId cheap = ScriptedProvider.offer("taught", "taught-1", "1.00", soldOut());
    OfferId dear = ScriptedProvider.offer("taught", "taught-2", "1.02");
    town.open(cheap, dear);

    String workload = town.submit("taught", "");
    provisioning(workload);
    launches.refresh();

    assertThat(tries(cheap).all()).isGreaterThan(0.9);
    assertThat(tries(cheap).started()).isZero();
    assertThat(tries(dear).started()).isGreaterThan(0.9);
    end(workload);
  }

  @Test
  void aQuotaTeachesNothingOfThePool() {
    OfferId offer =
        ScriptedProvider.offer("no-quota", "quota-1", "1.00", Act.fails(Fault.QUOTA_EXCEEDED));
    town.open(offer);

    town.become(town.submit("no-quota", ""), "unplaced");
    launches.refresh();

    assertThat(tries(offer).all()).isZero();
  }

  @Test
  void aPoolThatWasSoldOutLatelyIsTriedLast() {
    OfferId choice = ScriptedProvider.offer("wary", "wary-1", "1.00", soldOut());
    OfferId soldOut = ScriptedProvider.offer("wary", "wary-2", "1.02");
    OfferId other = ScriptedProvider.offer("wary", "wary-3", "1.03");
    town.open(choice, soldOut, other);
    teach(soldOut, Evidence.SOLD_OUT, clock.instant());

    String workload = town.submit("wary", "");
    JsonNode placed = provisioning(workload);

    List<String> tried = new ArrayList<>();
    placed.path("attempts").forEach(it -> tried.add(it.path("instanceType").asText()));
    assertThat(tried).containsExactly("wary-1", "wary-3");
    end(workload);
  }

  @Test
  void whatIsTwoWeeksOldIsForgotten() {
    OfferId offer = ScriptedProvider.offer("old", "old-1", "1.00");
    town.open(offer);

    teach(offer, Evidence.SOLD_OUT, clock.instant().minus(Duration.ofDays(15)));

    assertThat(tries(offer).all()).isZero();
  }

  @Test
  void thePreviewTellsHowLaunchesWent() {
    OfferId offer = ScriptedProvider.offer("told", "told-1", "1.00");
    town.open(offer);
    teach(offer, Evidence.SOLD_OUT, clock.instant());
    teach(offer, Evidence.STARTED, clock.instant());

    Town.yaml()
        .body("{ resources: { cpus: 1+ }, placement: { providers: { allow: [told] } } }")
        .post("/api/v1/placements/preview")
        .then()
        .statusCode(200)
        .body("choice.start.startedLately", equalTo(1))
        .body("choice.start.triedLately", equalTo(2))
        .body("choice.start.expectedSeconds", greaterThan(0))
        .body("choice.why", containsString("Started 1 of the last 2 tries here"));
  }

  private void teach(OfferId offer, Evidence evidence, Instant at) {
    database.blocking(session -> launches.remember(session, sold(offer), evidence, at));
    launches.refresh();
  }

  private Tries tries(OfferId offer) {
    return launches.memory().recent(Pool.of(sold(offer)), clock.instant());
  }

  private Offer sold(OfferId offer) {
    return market.market().find(offer).orElseThrow();
  }

  private JsonNode provisioning(String workload) {
    return eventually(
        () -> town.workload(workload),
        it -> it.path("lease").path("state").asText().equals("provisioning"));
  }

  private void end(String workload) {
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  private static Act soldOut() {
    return Act.fails(Fault.NO_CAPACITY);
  }
}
