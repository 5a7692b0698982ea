package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.LeaseId;
import io.tradewind.api.OfferId;
import io.tradewind.server.lease.LeaseHolds.Hold;
import io.tradewind.server.lease.LeaseHolds.Outcome;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A step that outlives its hold, and brokers that share the work. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class LeaseHoldsTest {
  @Inject Town town;
  @Inject LeaseHolds holds;
  @Inject Sql sql;

  @Test
  void aStepThatOutlivesItsHoldAppliesNothingAndTheNextOneFindsTheSameMachine() {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    OfferId offer =
        ScriptedProvider.offer(
            "sleepy",
            "slow",
            "1.00",
            make -> {
              make.run();
              entered.countDown();
              await(release);
            });
    town.open(offer);
    String workload = town.submit("sleepy", "");
    await(entered);

    // As if its broker had been asleep for longer than the hold, and another one had come.
    UUID id = UUID.fromString(town.workload(workload).path("lease").path("id").asText());
    sql.run("update lease set hold_until = now() - interval '1 second' where id = '" + id + "'");
    JsonNode lease = town.leaseBecomes(workload, "provisioning");
    long events = events(workload);
    release.countDown();

    eventually(
        () -> ScriptedProvider.made().stream().filter(new LeaseId(id)::equals).count(),
        n -> n == 1);
    assertThat(lease.path("attempt").asInt()).isEqualTo(1);
    assertThat(events(workload)).isEqualTo(events);
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  @Test
  void aResultUnderAnotherTokenIsDropped() {
    OfferId offer = ScriptedProvider.offer("tokens", "one", "1.00");
    town.open(offer);
    String workload = town.submit("tokens", "");
    UUID id = UUID.fromString(town.leaseBecomes(workload, "provisioning").path("id").asText());
    AtomicInteger calls = new AtomicInteger();

    boolean applied =
        holds.apply(
            new Hold(id, UUID.randomUUID(), Instant.now()),
            (lease, now) -> {
              calls.incrementAndGet();
              return Outcome.of();
            });

    assertThat(applied).isFalse();
    assertThat(calls).hasValue(0);
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  @Test
  void twoOpenLeasesOfOneWorkloadCannotEvenBeWrittenDown() {
    OfferId offer = ScriptedProvider.offer("double", "one", "1.00");
    town.open(offer);
    String workload = town.submit("double", "");
    String id = town.leaseBecomes(workload, "provisioning").path("id").asText();

    assertThatThrownBy(
            () ->
                sql.run(
                    """
                    insert into lease select (jsonb_populate_record(l, jsonb_build_object(
                      'id', gen_random_uuid(), 'attempt', 2))).* from lease l where id = '%s'
                    """
                        .formatted(id)))
        .hasMessageContaining("lease_one_open");
    Town.cancel(workload);
    town.become(workload, "cancelled");
  }

  private long events(String workload) {
    return town.get("/api/v1/workloads/" + workload + "/events").path("items").size();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
