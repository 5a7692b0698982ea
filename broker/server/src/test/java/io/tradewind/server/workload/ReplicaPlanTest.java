package io.tradewind.server.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.server.workload.ReplicaPlan.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplicaPlanTest {
  @Test
  void whatIsMissingTakesTheLowestFreeNumbers() {
    ReplicaPlan plan = ReplicaPlan.of(4, 1, List.of(ready(0, 1), ending(1, 1), ready(3, 1)));
    assertThat(plan.create()).containsExactly(2, 4);
    assertThat(plan.end()).isEmpty();
  }

  @Test
  void nothingFollowsWhenAllIsAsWanted() {
    ReplicaPlan plan = ReplicaPlan.of(2, 1, List.of(ready(0, 1), starting(1, 1)));
    assertThat(plan.create()).isEmpty();
    assertThat(plan.end()).isEmpty();
  }

  @Test
  void exactlyWhatIsTooMuchEndsTheLeastMissedFirst() {
    Seen starts = starting(0, 1);
    Seen last = ready(3, 1);
    List<Seen> there = List.of(starts, ready(1, 1), ready(2, 1), last);
    assertThat(ReplicaPlan.of(2, 1, there).end()).containsExactlyInAnyOrder(starts.id(), last.id());
  }

  @Test
  void toZeroAllEnd() {
    List<Seen> there = List.of(ready(0, 1), starting(1, 2));
    assertThat(ReplicaPlan.of(0, 2, there).end()).hasSize(2);
  }

  @Test
  void aNewOneComesBeforeAnOldOneGoes() {
    List<Seen> old = List.of(ready(0, 1), ready(1, 1));
    assertThat(ReplicaPlan.of(2, 2, old).create()).containsExactly(2);
    assertThat(ReplicaPlan.of(2, 2, old).end()).isEmpty();

    List<Seen> begun = List.of(ready(0, 1), ready(1, 1), starting(2, 2));
    assertThat(ReplicaPlan.of(2, 2, begun)).isEqualTo(new ReplicaPlan(List.of(), List.of()));

    List<Seen> more = List.of(ready(0, 1), ready(1, 1), ready(2, 2));
    assertThat(ReplicaPlan.of(2, 2, more).end()).containsExactly(more.get(1).id());
  }

  @Test
  void anOldOneThatIsNotReadyIsNotWaitedFor() {
    List<Seen> there = List.of(starting(0, 1), ready(1, 1), starting(2, 2));
    assertThat(ReplicaPlan.of(2, 2, there).end()).containsExactly(there.get(0).id());
  }

  /** Whatever happens between the looks, a roll comes to its end and never goes below its means. */
  @Test
  void aRollNeverHasFewerReadyThanItCouldAndEnds() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int wanted = 1 + random.nextInt(5);
      List<Seen> there = new ArrayList<>();
      for (int i = 0; i < wanted; i++) {
        there.add(ready(i, 1));
      }
      for (int look = 0; look < 200; look++) {
        ReplicaPlan plan = ReplicaPlan.of(wanted, 2, there);
        there.removeIf(it -> plan.end().contains(it.id()));
        plan.create().forEach(number -> there.add(starting(number, 2)));
        assertThat(there.stream().filter(Seen::isReady).count())
            .as("ready ones, seed %d", seed)
            .isGreaterThanOrEqualTo(wanted);
        assertThat(there).as("all, seed %d", seed).hasSizeLessThanOrEqualTo(wanted + 1);
        if (random.nextInt(3) == 0) {
          there.replaceAll(it -> new Seen(it.id(), it.replica(), it.version(), true, false));
        }
      }
      assertThat(there).as("seed %d", seed).hasSize(wanted).allMatch(it -> it.version() == 2);
    }
  }

  private static Seen ready(int number, int version) {
    return new Seen(UUID.randomUUID(), number, version, true, false);
  }

  private static Seen starting(int number, int version) {
    return new Seen(UUID.randomUUID(), number, version, false, false);
  }

  private static Seen ending(int number, int version) {
    return new Seen(UUID.randomUUID(), number, version, true, true);
  }
}
