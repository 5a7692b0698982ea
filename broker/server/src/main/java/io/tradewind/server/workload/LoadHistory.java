package io.tradewind.server.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many replicas the load wanted, and since when: each holds until the next. Readings of one
 * sixtieth of the window are one line with the most that they wanted, so that who pushes often
 * makes it no longer.
 */
record LoadHistory(List<Level> levels) {
  private static final int LINES = 60;

  /** Wanted from then on. */
  record Level(Instant since, int wanted) {}

  LoadHistory {
    levels = List.copyOf(levels);
  }

  /** Before the first reading: as many as there are. */
  static LoadHistory of(Instant since, int wanted) {
    return new LoadHistory(List.of(new Level(since, wanted)));
  }

  /**
   * @param window how far back is looked
   */
  LoadHistory with(Instant now, int wanted, Duration window) {
    Duration step = window.dividedBy(LINES);
    List<Level> next =
        new ArrayList<>(levels.stream().filter(it -> !it.since().isAfter(now)).toList());
    if (next.isEmpty()) {
      next.add(new Level(now, wanted));
      return new LoadHistory(next);
    }
    Level last = next.get(next.size() - 1);
    boolean soon = now.isBefore(last.since().plus(step));
    if (soon && wanted >= last.wanted()) {
      next.set(next.size() - 1, new Level(last.since(), wanted));
    } else if (wanted != last.wanted()) {
      next.add(new Level(soon ? last.since().plus(step) : now, wanted));
    }
    return new LoadHistory(next).since(now.minus(window));
  }

  /** Without what ended before. */
  private LoadHistory since(Instant from) {
    int first = inForce(from);
    return new LoadHistory(levels.subList(Math.max(0, first), levels.size()));
  }

  /** The place of the level in force; -1 before all of them. */
  private int inForce(Instant at) {
    return (int) levels.stream().filter(it -> !it.since().isAfter(at)).count() - 1;
  }

  /** Whether anything is known of all the time since then. */
  boolean reaches(Instant from) {
    return inForce(from) >= 0;
  }

  /** The most that was wanted at any time since. */
  int most(Instant from, int now) {
    return Math.max(now, wanted(from).max().orElse(now));
  }

  /** The least that was wanted at any time since. */
  int least(Instant from, int now) {
    return Math.min(now, wanted(from).min().orElse(now));
  }

  private IntStream wanted(Instant from) {
    return levels.stream().skip(Math.max(0, inForce(from))).mapToInt(Level::wanted);
  }

  static LoadHistory parse(String text) {
    return new LoadHistory(
        text.lines()
            .map(line -> line.split(" ", 2))
            .map(parts -> new Level(Instant.parse(parts[0]), Integer.parseInt(parts[1])))
            .toList());
  }

  String text() {
    return levels.stream()
        .map(it -> it.since() + " " + it.wanted())
        .collect(Collectors.joining("\n"));
  }
}
