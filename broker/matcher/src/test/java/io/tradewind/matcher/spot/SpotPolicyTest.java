package io.tradewind.matcher.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Region;
import io.tradewind.matcher.memory.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SpotPolicyTest {
  private static final Duration STEP = Duration.ofMinutes(3);
  private static final Duration CHANGEOVER = Duration.ofMinutes(12);

  @Test
  void aLivingSpotMachineIsKept() {
    assertThat(move(48, 52, onSpot("a"), up("a", 1, 0.3), up("b", 40, 0.2)))
        .isInstanceOf(SpotMove.Stay.class);
  }

  @Test
  void afterALossTheLongestLivedPoolIsTaken() {
    assertThat(target(move(48, 52, onSpot("a"), down("a"), up("b", 0.1, 0.3), up("c", 20, 0.3))))
        .isEqualTo("c");
  }

  @Test
  void ofEquallyLastingPoolsTheCheaperIsTaken() {
    assertThat(target(move(48, 52, idle(), up("a", 5, 0.5), up("b", 5, 0.3)))).isEqualTo("b");
  }

  @Test
  void aPoolThatLosesItsMachinesMoreOftenIsTakenLast() {
    SpotPool restless = new SpotPool(pool("a"), 0.3, new UptimeHistory(2, 30, 5));
    SpotPool calm = new SpotPool(pool("b"), 0.3, new UptimeHistory(2, 0, 5));

    assertThat(target(move(48, 52, idle(), restless, calm))).isEqualTo("b");
  }

  @Test
  void withoutSlackTheTaskGoesOnDemand() {
    assertThat(move(48, 48.3, idle(), up("a", 20, 0.3))).isInstanceOf(SpotMove.GoOnDemand.class);
  }

  @Test
  void withSlackADroughtIsWaitedOut() {
    assertThat(move(12, 24, idle(), down("a"))).isInstanceOf(SpotMove.Wait.class);
  }

  @Test
  void withLittleSlackADroughtIsWaitedOutForHalfAChangeoverOnly() {
    SpotPosition waited = new SpotPosition.Idle(Duration.ofMinutes(6));

    assertThat(move(48, 51, idle(), down("a"))).isInstanceOf(SpotMove.Wait.class);
    assertThat(move(48, 51, waited, down("a"))).isInstanceOf(SpotMove.GoOnDemand.class);
  }

  @Test
  void fromOnDemandItReturnsForALongStintOnly() {
    SpotPosition onDemand = new SpotPosition.OnDemand(Duration.ZERO);

    assertThat(move(40, 41.5, onDemand, up("a", 0, 0.3))).isInstanceOf(SpotMove.Stay.class);
    assertThat(target(move(40, 41.5, onDemand, up("a", 30, 0.3)))).isEqualTo("a");
  }

  @Test
  void aMachineThatIsStillStartingOnDemandIsNotLeft() {
    SpotPosition starting = new SpotPosition.OnDemand(Duration.ofMinutes(5));

    assertThat(move(40, 60, starting, up("a", 30, 0.3))).isInstanceOf(SpotMove.Stay.class);
  }

  @Test
  void aPoolThatSavesNothingIsRefused() {
    assertThatThrownBy(() -> up("a", 1, 1.2)).hasMessageContaining("1.2").hasMessageContaining("a");
  }

  /** The safety argument, tried: pools that come and go as they like, and work that just fits. */
  @Property(tries = 400)
  void noDeadlineIsEverMissed(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int hours, @ForAll boolean tight) {
    SpotTrace trace = SpotTrace.generated(seed, 3, 3_000);
    SpotWorld world = new SpotWorld(trace, 0.3, CHANGEOVER);
    Duration work = Duration.ofHours(hours);
    Duration least = work.plus(CHANGEOVER).plus(trace.step().multipliedBy(2));
    Duration deadline = tight ? least : least.plus(work.dividedBy(10));

    SpotWorld.Run run = world.run(100, work, deadline);

    assertThat(run.missed()).isFalse();
    assertThat(run.cost()).isLessThanOrEqualTo(deadline.toSeconds() / 3600.0);
  }

  private static SpotMove move(double work, double left, SpotPosition position, SpotPool... pools) {
    SpotTask task = new SpotTask(hours(work), hours(left), CHANGEOVER, STEP);
    return SpotPolicy.next(task, position, List.of(pools));
  }

  private static String target(SpotMove move) {
    assertThat(move).isInstanceOf(SpotMove.MoveTo.class);
    return ((SpotMove.MoveTo) move).pool().zone().orElseThrow();
  }

  private static Duration hours(double hours) {
    return Duration.ofSeconds(Math.round(hours * 3600));
  }

  private static SpotPosition idle() {
    return SpotPosition.Idle.JUST_NOW;
  }

  private static SpotPosition onSpot(String zone) {
    return new SpotPosition.OnSpot(pool(zone), Duration.ZERO);
  }

  private static SpotPool up(String zone, double hours, double share) {
    return new SpotPool(pool(zone), share, new UptimeHistory(hours, 0, 0));
  }

  private static SpotPool down(String zone) {
    return new SpotPool(pool(zone), 0.3, UptimeHistory.UNSEEN);
  }

  private static Pool pool(String zone) {
    return new Pool(Region.of("aws", "us-east-1"), Optional.of(zone), "1×V100", CapacityType.SPOT);
  }
}
