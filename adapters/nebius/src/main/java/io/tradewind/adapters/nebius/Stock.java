package io.tradewind.adapters.nebius;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tradewind.api.Availability;
import io.tradewind.api.Availability.Kind;
import io.tradewind.api.Availability.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** How many machines could be started now, over the fabrics of a region, within the quota. */
final class Stock {
  private static final Duration HOLDS = Duration.ofMinutes(10);
  private static final long FRESH = 1;

  private final Map<Pool, Count> counts = new HashMap<>();

  /**
   * @param advice items of the resource advice
   */
  static Stock of(List<Wire> advice) throws InvalidProtocolBufferException {
    Stock stock = new Stock();
    for (Wire item : advice) {
      stock.add(item);
    }
    return stock;
  }

  /** Unknown when nothing, or nothing fresh, is told of it. */
  Availability of(Pool pool, Instant observedAt) {
    return Optional.ofNullable(counts.get(pool))
        .map(count -> availability(count, observedAt))
        .orElseGet(() -> Availability.unknown(observedAt));
  }

  private void add(Wire item) throws InvalidProtocolBufferException {
    Wire spec = item.message(2);
    Wire machine = spec.message(10);
    String region = spec.text(1).orElse("");
    String platform = machine.text(1).orElse("");
    String preset = machine.message(2).text(1).orElse("");
    Wire status = item.message(3);
    add(new Pool(region, platform, preset, false), status.message(2));
    add(new Pool(region, platform, preset, true), status.message(3));
  }

  private void add(Pool pool, Wire told) {
    if (told.number(1) == FRESH) {
      counts.merge(pool, new Count(told.number(2), told.number(4)), Count::plus);
    }
  }

  private static Availability availability(Count count, Instant observedAt) {
    return count.available() == 0 && count.limit() == 0
        ? new Availability(State.NO_QUOTA, Kind.COUNT, OptionalDouble.of(0), observedAt, HOLDS)
        : Availability.count(count.available(), observedAt, HOLDS);
  }

  /** One way of having one kind of machine in one region. */
  record Pool(String region, String platform, String preset, boolean isSpot) {}

  /**
   * Machines.
   *
   * @param limit of the quota, which all fabrics share
   */
  private record Count(long available, long limit) {
    Count plus(Count other) {
      return new Count(available + other.available, Math.max(limit, other.limit));
    }
  }
}
