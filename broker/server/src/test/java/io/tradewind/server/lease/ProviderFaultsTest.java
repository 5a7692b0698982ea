package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.LeaseId;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.ScriptedProvider.Act;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a provider does wrong, and what becomes of the lease, the machine and the workload. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ProviderFaultsTest {
  @Inject Town town;
  @Inject MovableClock clock;

  @Test
  void withoutCapacityTheNextOfferIsTakenAndTheAttemptIsOnTheRecord() {
    OfferId cheap =
        ScriptedProvider.offer("sold-out", "cheap", "1.00", Act.fails(Fault.NO_CAPACITY));
    OfferId dear = ScriptedProvider.offer("sold-out", "dear", "1.02");
    town.open(cheap, dear);

    String workload = town.submit("sold-out", "");
    JsonNode placed =
        eventually(
            () -> town.workload(workload),
            it -> it.path("lease").path("state").asText().equals("provisioning"));

    assertThat(texts(placed.path("attempts"), "instanceType")).containsExactly("cheap", "dear");
    assertThat(texts(placed.path("attempts"), "outcome"))
        .containsExactly("no_capacity", "provisioning");
    assertThat(placed.path("attempts").path(0).path("reason").asText()).contains("NO_CAPACITY");
    assertThat(texts(placed.path("attempts").findParents("amount"), "amount"))
        .containsExactly("1.000000000", "1.020000000");
    end(workload);
  }

  @Test
  void theNextOfferIsNeverDearerThanItWasShown() {
    OfferId cheap =
        ScriptedProvider.offer("dearer", "cheap", "1.00", Act.fails(Fault.THROTTLED), noCapacity());
    OfferId second = ScriptedProvider.offer("dearer", "second", "1.01");
    OfferId third = ScriptedProvider.offer("dearer", "third", "1.03");
    town.open(cheap, second, third);

    String workload = town.submit("dearer", "");
    ScriptedProvider.reprice(second, "1.50");
    town.refreshUntil(
        market ->
            market
                .market()
                .find(second)
                .filter(it -> it.price().perHour().amount().doubleValue() == 1.50)
                .isPresent());
    JsonNode placed =
        eventually(
            () -> town.workload(workload),
            it -> it.path("lease").path("state").asText().equals("provisioning"));

    assertThat(placed.path("lease").path("instanceType").asText()).isNotEqualTo("second");
    assertThat(placed.path("lease").path("rate").path("amount").asText())
        .isIn("1.000000000", "1.030000000");
    end(workload);
  }

  @Test
  void whenEveryOfferIsSoldOutTheWorkloadIsUnplacedWithTheLastReason() {
    OfferId only = ScriptedProvider.offer("none-left", "only", "1.00", noCapacity());
    town.open(only);

    JsonNode ended = town.become(town.submit("none-left", ""), "unplaced");

    assertThat(ended.path("reason").asText()).contains("NO_CAPACITY");
    assertThat(ended.path("endedAt").isNull()).isFalse();
  }

  @Test
  void aThrottledStartIsRepeatedAndTheLeaseGoesOn() {
    OfferId offer =
        ScriptedProvider.offer(
            "throttled", "slow", "1.00", Act.fails(Fault.THROTTLED), Act.fails(Fault.UNREACHABLE));
    town.open(offer);

    String workload = town.submit("throttled", "");
    JsonNode lease = town.leaseBecomes(workload, "provisioning");

    assertThat(town.workload(workload).path("attempts")).hasSize(1);
    assertThat(machinesOf(lease)).isEqualTo(1);
    end(workload);
  }

  @Test
  void aLostReplyIsOneMachine() {
    OfferId offer =
        ScriptedProvider.offer("lost", "reply", "1.00", Act.makesAndFails(Fault.UNREACHABLE));
    town.open(offer);

    String workload = town.submit("lost", "");
    JsonNode lease = town.leaseBecomes(workload, "provisioning");

    assertThat(machinesOf(lease)).isEqualTo(1);
    end(workload);
    assertThat(ScriptedProvider.runs(id(lease))).isFalse();
  }

  @Test
  void anUnexpectedFailureIsNotRepeatedAndStillStopsWhatItMade() {
    OfferId offer =
        ScriptedProvider.offer(
            "unexpected", "half-made", "1.00", Act.makesAndFails(Fault.UNEXPECTED));
    town.open(offer);

    JsonNode failed = town.become(town.submit("unexpected", ""), "failed");

    LeaseId lease = id(failed.path("lease"));
    assertThat(failed.path("lease").path("closeReason").asText()).isEqualTo("provider_error");
    assertThat(ScriptedProvider.wasStopped(lease)).isTrue();
    assertThat(ScriptedProvider.runs(lease)).isFalse();
  }

  @Test
  void aBrokenAdapterEndsTheLeaseInsteadOfBeingAskedForEver() {
    OfferId offer =
        ScriptedProvider.offer(
            "broken",
            "bug",
            "1.00",
            make -> {
              throw new IllegalStateException("a bug");
            });
    town.open(offer);

    JsonNode failed = town.become(town.submit("broken", ""), "failed");

    assertThat(failed.path("reason").asText()).contains("a bug");
  }

  @Test
  void aMachineThatMadeItButWasNotNamedIsStoppedWithItsAttempt() {
    OfferId offer =
        ScriptedProvider.offer("half", "made", "1.00", Act.makesAndFails(Fault.NO_CAPACITY));
    town.open(offer);

    JsonNode ended = town.become(town.submit("half", ""), "unplaced");

    assertThat(ScriptedProvider.runs(id(ended.path("lease")))).isFalse();
  }

  @Test
  void aMachineThatIsGoneBeforeTheWorkloadRanEndsIt() {
    OfferId offer = ScriptedProvider.offer("vanishing", "gone", "1.00");
    town.open(offer);
    String workload = town.submit("vanishing", "");

    ScriptedProvider.lose(id(town.leaseBecomes(workload, "provisioning")));

    assertThat(town.become(workload, "failed").path("lease").path("closeReason").asText())
        .isEqualTo("machine_lost");
  }

  @Test
  void anOfferThatLeftTheMarketBeforeTheStartIsNotStarted() {
    OfferId offer =
        ScriptedProvider.offer("leaving", "leaves", "1.00", waits(), waits(), waits(), waits());
    town.open(offer);
    String workload = town.submit("leaving", "");

    ScriptedProvider.withdraw(offer);
    town.refreshUntil(market -> market.market().find(offer).isEmpty());

    assertThat(town.become(workload, "unplaced").path("lease").path("closeReason").asText())
        .isEqualTo("offer_gone");
  }

  @Test
  void aStartThatNeverSucceedsHasAnEnd() {
    List<Act> never = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      never.add(waits());
    }
    OfferId offer = ScriptedProvider.offer("never", "stuck", "1.00", never.toArray(Act[]::new));
    town.open(offer);
    String workload = town.submit("never", "");

    clock.advance(Duration.ofMinutes(11));

    assertThat(town.become(workload, "unplaced").path("lease").path("closeReason").asText())
        .isEqualTo("start_timeout");
  }

  private static Act noCapacity() {
    return Act.fails(Fault.NO_CAPACITY);
  }

  private static Act waits() {
    return Act.fails(Fault.UNREACHABLE);
  }

  private void end(String workload) {
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  private static long machinesOf(JsonNode lease) {
    LeaseId id = id(lease);
    return ScriptedProvider.made().stream().filter(id::equals).count();
  }

  private static LeaseId id(JsonNode lease) {
    return new LeaseId(UUID.fromString(lease.path("id").asText()));
  }

  private static List<String> texts(Iterable<JsonNode> items, String field) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(item.path(field).asText()));
    return texts;
  }
}
