package io.tradewind.server.workload;

import io.tradewind.matcher.workload.Mix;
import io.tradewind.server.workload.ReplicaSpread.Crowd;
import io.tradewind.server.workload.ReplicaSpread.Stand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is missing of a service, and what is too much: a comparison of what is wanted with what
 * there is, which may be made as often as one likes.
 *
 * @param create the numbers of replicas to make
 * @param end replicas to end
 */
record ReplicaPlan(List<Integer> create, List<UUID> end) {
  ReplicaPlan {
    create = List.copyOf(create);
    end = List.copyOf(end);
  }

  /**
   * A replica that has not come to its end.
   *
   * @param isReady answers requests
   * @param isEnding does not count any more, but has its number still
   * @param stand where it is; empty where that does not matter
   */
  record Seen(
      UUID id, int replica, int version, boolean isReady, boolean isEnding, Optional<Stand> stand) {
    Seen(UUID id, int replica, int version, boolean isReady, boolean isEnding) {
      this(id, replica, version, isReady, isEnding, Optional.empty());
    }
  }

  /**
   * While replicas of an older version are there, one more than wanted may be: a new one first, and
   * an old one that is ready goes only when as many as wanted are ready without it.
   */
  static ReplicaPlan of(int wanted, int version, List<Seen> there) {
    return of(wanted, version, Optional.empty(), there);
  }

  /**
   * @param mix that those who stay should be nearest to
   */
  static ReplicaPlan of(int wanted, int version, Optional<Mix> mix, List<Seen> there) {
    List<Seen> living = there.stream().filter(it -> !it.isEnding()).toList();
    return new ReplicaPlan(
        missing(wanted, version, there, living), surplus(wanted, version, mix, living));
  }

  private static List<Integer> missing(
      int wanted, int version, List<Seen> there, List<Seen> living) {
    long current = living.stream().filter(it -> it.version() == version).count();
    int most = current == living.size() ? wanted : wanted + 1;
    long count = Math.max(0, Math.min(wanted - current, most - living.size()));
    Set<Integer> taken = there.stream().map(Seen::replica).collect(Collectors.toUnmodifiableSet());
    return IntStream.iterate(0, number -> number + 1)
        .filter(number -> !taken.contains(number))
        .limit(count)
        .boxed()
        .toList();
  }

  private static List<UUID> surplus(int wanted, int version, Optional<Mix> mix, List<Seen> living) {
    List<Seen> rest = new ArrayList<>(living);
    List<UUID> end = new ArrayList<>();
    while (rest.size() > wanted) {
      Optional<Seen> next =
          rest.stream()
              .filter(it -> !isMissed(it, wanted, version, rest))
              .min(leastMissed(wanted, version, mix, rest));
      if (next.isEmpty()) {
        break;
      }
      rest.remove(next.get());
      end.add(next.get().id());
    }
    return end;
  }

  private static boolean isMissed(Seen one, int wanted, int version, List<Seen> rest) {
    return one.version() != version
        ? one.isReady() && rest.stream().filter(Seen::isReady).count() <= wanted
        : rest.stream().filter(it -> it.version() == version).count() <= wanted;
  }

  /**
   * What the mix asks for is kept before what is ready, and the emptier domain before the fuller.
   */
  private static Comparator<Seen> leastMissed(
      int wanted, int version, Optional<Mix> mix, List<Seen> rest) {
    ReplicaSpread spread =
        new ReplicaSpread(
            rest.stream()
                .filter(it -> it.version() == version)
                .flatMap(it -> it.stand().stream())
                .toList());
    return Comparator.comparing((Seen it) -> it.version() == version)
        .thenComparing(it -> !isInExcess(it, mix, wanted, spread))
        .thenComparing(Seen::isReady)
        .thenComparing(
            it -> it.stand().map(spread::crowd).orElse(Crowd.NOBODY), Comparator.reverseOrder())
        .thenComparing(Seen::replica, Comparator.reverseOrder());
  }

  private static boolean isInExcess(Seen one, Optional<Mix> mix, int wanted, ReplicaSpread spread) {
    return mix.isPresent()
        && one.stand()
            .filter(it -> spread.isInExcess(it.capacity(), mix.get(), wanted))
            .isPresent();
  }
}
