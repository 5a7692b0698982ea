package io.tradewind.server.lease;

import io.tradewind.api.LeaseId;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.FakeCloud;
import io.tradewind.testkit.FakeCloud.Box;
import io.tradewind.testkit.FakeCloud.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What goes wrong between a broker and a cloud, by a seed: refusals, replies that are lost,
 * requests that are, and calls that take so long that another broker has taken over. It also counts
 * the machines of each lease after every request.
 */
final class CloudWeather implements AutoCloseable {
  private enum Trouble {
    REFUSED_START,
    HALF_MADE,
    LOST_START_REPLY,
    BLIND,
    REFUSED_STOP,
    DROPPED_REQUEST,
    DROPPED_REPLY,
    SLOW_REQUEST,
    SLOW_REPLY
  }

  private static final Call[] WATCHED = {Call.START, Call.LOOK, Call.STOP};
  private static final int MOST = 4;

  private final FakeCloud cloud;
  private final Random random;
  private final Runnable meanwhile;
  private final List<String> doubles = new ArrayList<>();
  private Runnable before = () -> {};
  private Runnable after = () -> {};
  private Call struck = Call.OTHER;

  /**
   * @param meanwhile what happens while a call takes long
   */
  CloudWeather(FakeCloud cloud, Random random, Runnable meanwhile) {
    this.cloud = cloud;
    this.random = random;
    this.meanwhile = meanwhile;
    cloud.recover();
    cloud.api().forget();
    cloud.api().watched(request -> hear(request, true), request -> hear(request, false));
    for (int i = random.nextInt(MOST); i > 0; i--) {
      brew();
    }
  }

  private void brew() {
    switch (Trouble.values()[random.nextInt(Trouble.values().length)]) {
      case REFUSED_START -> cloud.failNextStart(anyFault());
      case HALF_MADE -> {
        if (!cloud.halfMakeNextStart()) {
          cloud.failNextStart(Fault.NO_CAPACITY);
        }
      }
      case LOST_START_REPLY -> cloud.loseNextStartReply();
      case BLIND -> cloud.failNextFind(passing());
      case REFUSED_STOP -> cloud.failNextStop(passing());
      case DROPPED_REQUEST -> strike(CloudWeather::drop, () -> {});
      case DROPPED_REPLY -> strike(() -> {}, CloudWeather::drop);
      case SLOW_REQUEST -> strike(slowly(), () -> {});
      case SLOW_REPLY -> strike(() -> {}, slowly());
    }
  }

  private synchronized void strike(Runnable first, Runnable then) {
    struck = WATCHED[random.nextInt(WATCHED.length)];
    before = first;
    after = then;
  }

  /** A request that comes after its broker gave it up is one too many where nothing tells so. */
  private Runnable slowly() {
    return cloud.knowsRepetition() ? meanwhile : () -> {};
  }

  private static void drop() {
    throw new IllegalStateException("The connection is lost, by seed.");
  }

  private Fault anyFault() {
    return Fault.values()[random.nextInt(Fault.values().length)];
  }

  private Fault passing() {
    return random.nextBoolean() ? Fault.UNREACHABLE : Fault.THROTTLED;
  }

  private void hear(ApiRequest request, boolean isBefore) {
    if (!isBefore) {
      count();
    }
    due(cloud.kind(request), isBefore).run();
  }

  private synchronized Runnable due(Call call, boolean isBefore) {
    Runnable due = () -> {};
    if (call == struck && isBefore) {
      due = before;
      before = () -> {};
    } else if (call == struck) {
      due = after;
      after = () -> {};
    }
    return due;
  }

  private void count() {
    Map<LeaseId, List<Box>> running =
        cloud.boxes().stream().filter(Box::runs).collect(Collectors.groupingBy(Box::lease));
    running.values().stream()
        .filter(boxes -> boxes.size() > 1)
        .forEach(boxes -> doubles.add(boxes.toString()));
  }

  /** Leases that had two machines at a time. */
  List<String> doubles() {
    return List.copyOf(doubles);
  }

  /** It clears up. */
  @Override
  public void close() {
    cloud.recover();
    cloud.api().watched(request -> {}, request -> {});
  }
}
