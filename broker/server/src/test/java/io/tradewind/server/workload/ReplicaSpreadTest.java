package io.tradewind.server.workload;

import static io.tradewind.api.CapacityType.ON_DEMAND;
import static io.tradewind.api.CapacityType.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Region;
import io.tradewind.matcher.workload.Mix;
import io.tradewind.server.workload.ReplicaPlan.Seen;
import io.tradewind.server.workload.ReplicaSpread.Stand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplicaSpreadTest {
  @Test
  void theFirstAreOnDemandAndOfTheOthersTheirShare() {
    Mix mix = new Mix(2, 75);
    assertThat(IntStream.rangeClosed(0, 10).map(mix::onDemandOf))
        .containsExactly(0, 1, 2, 3, 3, 3, 3, 4, 4, 4, 4);
    assertThat(new Mix(1, 100).onDemandOf(9)).isEqualTo(1);
    assertThat(new Mix(0, 0).onDemandOf(9)).isEqualTo(9);
  }

  @Test
  void theNextIsOnDemandUntilAsManyAreAsTheMixAsksFor() {
    Mix mix = new Mix(2, 100);
    ReplicaSpread none = new ReplicaSpread(List.of());
    assertThat(none.next(mix, 4)).isEqualTo(ON_DEMAND);
    ReplicaSpread two = none.with(in("a", SPOT)).with(in("a", ON_DEMAND));
    assertThat(two.next(mix, 4)).isEqualTo(ON_DEMAND);
    assertThat(two.with(in("b", ON_DEMAND)).next(mix, 4)).isEqualTo(SPOT);
  }

  /** However many, in however many domains. */
  @Test
  void theLossOfOneDomainTakesItsShareOfEitherPromiseAndNoMore() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int domains = 1 + random.nextInt(5);
      int wanted = 1 + random.nextInt(20);
      Mix mix = new Mix(random.nextInt(5), random.nextInt(101));
      ReplicaSpread spread = filled(mix, wanted, domains);
      int onDemand = mix.onDemandOf(wanted);
      for (int lost = 0; lost < domains; lost++) {
        String name = "d" + lost;
        List<Stand> left =
            spread.stands().stream().filter(it -> !it.domain().equals(name)).toList();
        assertThat(count(left, ON_DEMAND))
            .as("on demand, seed %d", seed)
            .isGreaterThanOrEqualTo(onDemand - share(onDemand, domains));
        assertThat(count(left, SPOT))
            .as("spot, seed %d", seed)
            .isGreaterThanOrEqualTo(wanted - onDemand - share(wanted - onDemand, domains));
      }
    }
  }

  /** Ending what is too much keeps the mix, and grows back to the same. */
  @Test
  void fewerAreMixedAsIfThereHadNeverBeenMore() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Mix mix = new Mix(random.nextInt(4), random.nextInt(101));
      int many = 2 + random.nextInt(12);
      int few = random.nextInt(many);
      List<Seen> there = seen(filled(mix, many, 3), random);

      ReplicaPlan plan = ReplicaPlan.of(few, 1, Optional.of(mix), there);

      List<Stand> left =
          there.stream()
              .filter(it -> !plan.end().contains(it.id()))
              .map(it -> it.stand().orElseThrow())
              .toList();
      assertThat(left).as("seed %d", seed).hasSize(few);
      assertThat(count(left, ON_DEMAND)).as("seed %d", seed).isEqualTo(mix.onDemandOf(few));
    }
  }

  @Test
  void ofEqualsThoseInTheFullestDomainGoFirst() {
    Seen alone = at(5, in("a", ON_DEMAND));
    List<Seen> there = List.of(at(0, in("b", ON_DEMAND)), at(1, in("b", ON_DEMAND)), alone);
    assertThat(ReplicaPlan.of(2, 1, Optional.empty(), there).end())
        .containsExactly(there.get(1).id());
  }

  /** Each goes where it is least crowded, as the broker places them. */
  private static ReplicaSpread filled(Mix mix, int wanted, int domains) {
    ReplicaSpread spread = new ReplicaSpread(List.of());
    for (int i = 0; i < wanted; i++) {
      ReplicaSpread there = spread;
      CapacityType capacity = there.next(mix, wanted);
      spread =
          there.with(
              IntStream.range(0, domains)
                  .mapToObj(domain -> in("d" + domain, capacity))
                  .min(Comparator.comparing(there::crowd))
                  .orElseThrow());
    }
    return spread;
  }

  private static List<Seen> seen(ReplicaSpread spread, Random random) {
    List<Seen> there = new ArrayList<>();
    for (Stand stand : spread.stands()) {
      UUID id = UUID.randomUUID();
      there.add(new Seen(id, there.size(), 1, random.nextBoolean(), false, Optional.of(stand)));
    }
    return there;
  }

  private static Seen at(int number, Stand stand) {
    return new Seen(UUID.randomUUID(), number, 1, true, false, Optional.of(stand));
  }

  private static Stand in(String domain, CapacityType capacity) {
    return new Stand(capacity, Region.of(domain, "somewhere"), domain);
  }

  private static long count(List<Stand> stands, CapacityType capacity) {
    return stands.stream().filter(it -> it.capacity() == capacity).count();
  }

  private static int share(int of, int domains) {
    return (of + domains - 1) / domains;
  }
}
