package io.tradewind.server.workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
   */
  record Seen(UUID id, int replica, int version, boolean isReady, boolean isEnding) {}

  /**
   * While replicas of an older version are there, one more than wanted may be: a new one first, and
   * an old one that is ready goes only when as many as wanted are ready without it.
   */
  static ReplicaPlan of(int wanted, int version, List<Seen> there) {
    List<Seen> living = there.stream().filter(it -> !it.isEnding()).toList();
    return new ReplicaPlan(
        missing(wanted, version, there, living), surplus(wanted, version, living));
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

  private static List<UUID> surplus(int wanted, int version, List<Seen> living) {
    List<Seen> leastMissed =
        living.stream()
            .sorted(
                Comparator.comparing((Seen it) -> it.version() == version)
                    .thenComparing(Seen::isReady)
                    .thenComparing(Seen::replica, Comparator.reverseOrder()))
            .toList();
    List<UUID> end = new ArrayList<>();
    long ready = living.stream().filter(Seen::isReady).count();
    long current = living.stream().filter(it -> it.version() == version).count();
    for (Seen one : leastMissed) {
      boolean isOld = one.version() != version;
      boolean isMissed = isOld ? one.isReady() && ready <= wanted : current <= wanted;
      if (end.size() < living.size() - wanted && !isMissed) {
        end.add(one.id());
        ready -= one.isReady() ? 1 : 0;
        current -= isOld ? 0 : 1;
      }
    }
    return end;
  }
}
