package io.tradewind.server.lease;

import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.FakeCloud;
import io.tradewind.testkit.FakeCloud.Box;
import io.tradewind.testkit.FakeCloud.Call;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Where the broker's process is killed: when a request of a kind has reached a cloud, before or
 * after it did what it asks for, or lost on the way; in the moment after its answer; or whenever.
 */
final class KillPoint {
  /** When, seen from the request. */
  enum When {
    LOST,
    BEFORE,
    AFTER,
    ANSWERED,
    WHENEVER
  }

  private static final Call[] CALLS = {Call.START, Call.LOOK, Call.STOP};

  /** Longer than the way of an answer into the database. */
  private static final int MOST_MILLIS_AFTER = 12;

  private final Runnable kill;
  private final List<String> doubles = new CopyOnWriteArrayList<>();
  private volatile Call call = Call.OTHER;
  private volatile When when = When.WHENEVER;
  private volatile long nanosAfter;
  private volatile int round;

  KillPoint(List<FakeCloud> clouds, Runnable kill) {
    this.kill = kill;
    for (FakeCloud cloud : clouds) {
      cloud.api().watched(request -> asked(cloud, request), request -> answered(cloud, request));
    }
  }

  /** The next one. */
  String arm(Random random) {
    round++;
    nanosAfter = 1_000_000L * random.nextInt(MOST_MILLIS_AFTER);
    when = When.values()[random.nextInt(When.values().length)];
    call = when == When.WHENEVER ? Call.OTHER : CALLS[random.nextInt(CALLS.length)];
    return when == When.WHENEVER ? "whenever" : "%s %s".formatted(call, when);
  }

  private void asked(FakeCloud cloud, ApiRequest request) {
    if (strikes(cloud, request, When.LOST)) {
      kill.run();
      throw new IllegalStateException("The request is lost with its sender.");
    }
    if (strikes(cloud, request, When.BEFORE)) {
      kill.run();
    }
  }

  private void answered(FakeCloud cloud, ApiRequest request) {
    count(cloud);
    if (strikes(cloud, request, When.AFTER)) {
      kill.run();
    } else if (strikes(cloud, request, When.ANSWERED)) {
      int armed = round;
      Thread later = new Thread(() -> killSoon(armed), "kill");
      later.setDaemon(true);
      later.start();
    }
  }

  private synchronized boolean strikes(FakeCloud cloud, ApiRequest request, When point) {
    boolean now = when == point && cloud.kind(request) == call;
    if (now) {
      call = Call.OTHER;
      when = When.WHENEVER;
    }
    return now;
  }

  /** Spinning, since the points lie closer than a sleep can tell apart. */
  private void killSoon(int armed) {
    for (long end = System.nanoTime() + nanosAfter; System.nanoTime() < end; ) {
      Thread.onSpinWait();
    }
    if (armed == round) {
      kill.run();
    }
  }

  private void count(FakeCloud cloud) {
    cloud.boxes().stream()
        .filter(Box::runs)
        .collect(Collectors.groupingBy(Box::lease))
        .values()
        .stream()
        .filter(boxes -> boxes.size() > 1)
        .forEach(boxes -> doubles.add(boxes.toString()));
  }

  /** Leases that had two machines at a time. */
  List<String> doubles() {
    return List.copyOf(doubles);
  }

  /** Nothing strikes before the next one. */
  void disarm() {
    round++;
    call = Call.OTHER;
    when = When.WHENEVER;
  }
}
