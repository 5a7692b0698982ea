package io.tradewind.matcher.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PoolMemoryTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final double PRIOR = 0.65;
  private static final Pool A = pool("us-east-1", "a");
  private static final Pool NEIGHBOUR = pool("us-east-1", "b");
  private static final Pool FAR = pool("us-west-2", "a");

  @Test
  void aPoolThatNobodyTriedHasItsPrior() {
    assertThat(PoolMemory.EMPTY.chance(A, PRIOR, NOON)).isEqualTo(PRIOR);
  }

  @Test
  void aStartRaisesTheChanceAndASellOutLowersIt() {
    assertThat(after(Evidence.STARTED).chance(A, PRIOR, NOON)).isGreaterThan(0.9);
    assertThat(after(Evidence.SOLD_OUT).chance(A, PRIOR, NOON)).isLessThan(0.2);
  }

  @Test
  void aTimeOutCountsHalf() {
    double unclear = after(Evidence.UNCLEAR).chance(A, PRIOR, NOON);

    assertThat(unclear).isBetween(after(Evidence.SOLD_OUT).chance(A, PRIOR, NOON), PRIOR);
    assertThat(after(Evidence.UNCLEAR).recent(A, NOON).all()).isEqualTo(0.5);
  }

  @Test
  void whatIsTheTenantsOwnFaultTeachesNothing() {
    assertThat(Evidence.of(Fault.QUOTA_EXCEEDED)).isEqualTo(Evidence.NONE);
    assertThat(after(Evidence.NONE).isEmpty()).isTrue();
    assertThat(Evidence.blocks(Fault.QUOTA_EXCEEDED)).isTrue();
    assertThat(Evidence.blocks(Fault.NO_CAPACITY)).isFalse();
  }

  @Test
  void aSellOutIsForgottenWithTime() {
    PoolMemory memory = after(Evidence.SOLD_OUT);

    double hour = memory.chance(A, PRIOR, NOON.plus(Duration.ofHours(1)));
    double day = memory.chance(A, PRIOR, NOON.plus(Duration.ofHours(24)));
    double month = memory.chance(A, PRIOR, NOON.plus(Duration.ofDays(30)));

    assertThat(hour).isLessThan(day);
    assertThat(day).isLessThan(month);
    assertThat(month).isCloseTo(PRIOR, within(0.001));
  }

  @Test
  void aNeighbourIsAffectedAFarPoolIsNot() {
    PoolMemory memory = after(Evidence.SOLD_OUT);

    assertThat(memory.chance(NEIGHBOUR, PRIOR, NOON)).isLessThan(PRIOR);
    assertThat(memory.chance(FAR, PRIOR, NOON)).isEqualTo(PRIOR);
  }

  @Test
  void recentLaunchesCanBeTold() {
    PoolMemory memory = after(Evidence.SOLD_OUT).with(A, Evidence.STARTED, NOON);

    assertThat(memory.recent(A, NOON).started()).isEqualTo(1);
    assertThat(memory.recent(A, NOON.plus(PoolRecord.SLOW)).all()).isEqualTo(1);
  }

  @Test
  void whatWasKeptIsReadBackTheSame() {
    PoolMemory memory = after(Evidence.SOLD_OUT).with(NEIGHBOUR, Evidence.STARTED, NOON);
    PoolMemory again =
        PoolMemory.of(
            List.of(
                new Launch(A, Evidence.SOLD_OUT, NOON),
                new Launch(NEIGHBOUR, Evidence.STARTED, NOON)));
    Instant later = NOON.plus(Duration.ofMinutes(50));

    assertThat(again.chance(A, PRIOR, later))
        .isCloseTo(memory.chance(A, PRIOR, later), within(1e-9));
  }

  @Test
  void theDearerPoolThatStartsComesBeforeTheCheaperOneThatDoesNot() {
    PoolMemory memory = after(Evidence.SOLD_OUT);
    for (int i = 0; i < 20; i++) {
      memory = memory.with(FAR, Evidence.STARTED, NOON);
    }

    List<StartOrder.Try<Pool>> order = order(memory, Map.of(A, 100L, FAR, 110L));

    assertThat(order.get(0).candidate()).isEqualTo(FAR);
    assertThat(StartOrder.isHedgeAdvised(order)).isFalse();
  }

  @Test
  void whereNothingIsKnownPriceDecidesAndASecondStartIsAdvised() {
    List<StartOrder.Try<Pool>> order = order(PoolMemory.EMPTY, Map.of(A, 100L, FAR, 110L));

    assertThat(order.get(0).candidate()).isEqualTo(A);
    assertThat(StartOrder.isHedgeAdvised(order)).isTrue();
  }

  @Test
  void theTimeToStartCountsTheFailuresBeforeIt() {
    List<StartOrder.Try<Pool>> order = order(PoolMemory.EMPTY, Map.of(A, 100L, FAR, 110L));

    Duration expected =
        StartOrder.expectedStart(order, Duration.ofSeconds(100), Duration.ofSeconds(60));

    // 100 s × (0.35 + 0.35²)
    assertThat(expected).isEqualTo(Duration.ofMillis(60_000 + 47_250));
  }

  @Test
  void aQuotaBlocksOneTenantUntilItChanges() {
    Blocks blocks = Blocks.NONE.with("acme", A);

    assertThat(blocks.has("acme", A)).isTrue();
    assertThat(blocks.has("other", A)).isFalse();
    assertThat(blocks.lifted("acme").has("acme", A)).isFalse();
  }

  @Property(tries = 300)
  void aChanceIsAChanceAndAStartNeverLowersIt(@ForAll long seed) {
    Random random = new Random(seed);
    PoolMemory memory = PoolMemory.EMPTY;
    Instant now = NOON;
    for (int i = 0; i < 30; i++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(300)));
      Pool pool = List.of(A, NEIGHBOUR, FAR).get(random.nextInt(3));
      double before = memory.chance(pool, PRIOR, now);
      Evidence evidence = Evidence.values()[random.nextInt(4)];
      memory = memory.with(pool, evidence, now);
      double after = memory.chance(pool, PRIOR, now);

      assertThat(after).isBetween(0.0, 1.0);
      if (evidence == Evidence.STARTED) {
        assertThat(after).isGreaterThanOrEqualTo(before - 1e-9);
      } else {
        assertThat(after).isLessThanOrEqualTo(before + 1e-9);
      }
    }
  }

  private static List<StartOrder.Try<Pool>> order(PoolMemory memory, Map<Pool, Long> costs) {
    List<Pool> candidates = costs.keySet().stream().sorted().toList();
    return StartOrder.of(
        memory, candidates, pool -> new StartOrder.Candidate(pool, PRIOR), costs::get, NOON);
  }

  private static PoolMemory after(Evidence evidence) {
    return PoolMemory.EMPTY.with(A, evidence, NOON);
  }

  private static Pool pool(String region, String zone) {
    return new Pool(Region.of("aws", region), Optional.of(zone), "1×V100", CapacityType.SPOT);
  }
}
