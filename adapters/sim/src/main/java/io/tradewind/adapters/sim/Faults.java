package io.tradewind.adapters.sim;

import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The script of what goes wrong. What is scripted for a call comes first, in order; then chance,
 * which is drawn from the seed. Thread-safe.
 */
public final class Faults {
  private static final List<Fault> BY_CHANCE =
      List.of(Fault.THROTTLED, Fault.UNREACHABLE, Fault.NO_CAPACITY);

  private final Random random;
  private final Consumer<Duration> waiting;
  private final Map<Call, Deque<Fault>> script = new EnumMap<>(Call.class);
  private final Map<Call, Duration> latencies = new EnumMap<>(Call.class);
  private final Set<OfferId> soldOut = new HashSet<>();
  private double chance;
  private int repliesToLose;
  private int twinsToMake;

  Faults(long seed, Consumer<Duration> waiting) {
    this.random = new Random(seed);
    this.waiting = waiting;
  }

  /** What can be made to fail. */
  public enum Call {
    OFFERS,
    START,
    FIND,
    OWNED,
    STOP
  }

  /** The next call fails and has no effect. Repeating this scripts the calls after it. */
  public synchronized Faults failNext(Call call, Fault fault) {
    script.computeIfAbsent(call, key -> new ArrayDeque<>()).add(fault);
    return this;
  }

  /**
   * The next start makes its machine, but the caller only hears that the provider is unreachable.
   */
  public synchronized Faults loseNextReply() {
    repliesToLose++;
    return this;
  }

  /** The next start makes two machines under one lease and tells of the first. */
  public synchronized Faults twinNextStart() {
    twinsToMake++;
    return this;
  }

  /** The offer stays visible with a count of zero, and nothing more starts on it. */
  public synchronized Faults sellOut(OfferId offer) {
    soldOut.add(offer);
    return this;
  }

  public synchronized Faults restock(OfferId offer) {
    soldOut.remove(offer);
    return this;
  }

  /** How long each call of this kind takes, in the time of whoever waits. */
  public synchronized Faults latency(Call call, Duration duration) {
    latencies.put(call, duration);
    return this;
  }

  /**
   * From now on calls fail at random. The same seed and the same calls meet the same faults.
   *
   * @param share of calls that fail, 0 to 1
   */
  public synchronized Faults failAtRandom(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "A share of %s of the calls is not between 0 and 1.".formatted(share));
    }
    chance = share;
    return this;
  }

  synchronized void strike(Call call) throws ProviderException {
    waiting.accept(latencies.getOrDefault(call, Duration.ZERO));
    Optional<Fault> fault = next(call);
    if (fault.isPresent()) {
      throw new ProviderException(
          SimProvider.ID,
          fault.get(),
          "a simulated fault in %s".formatted(call),
          fault.filter(Fault.THROTTLED::equals).map(throttled -> Duration.ofSeconds(3)),
          null);
    }
  }

  synchronized boolean isSoldOut(OfferId offer) {
    return soldOut.contains(offer);
  }

  synchronized boolean takeLostReply() {
    boolean lose = repliesToLose > 0;
    repliesToLose -= lose ? 1 : 0;
    return lose;
  }

  synchronized boolean takeTwin() {
    boolean twin = twinsToMake > 0;
    twinsToMake -= twin ? 1 : 0;
    return twin;
  }

  private Optional<Fault> next(Call call) {
    Deque<Fault> scripted = script.getOrDefault(call, new ArrayDeque<>());
    if (!scripted.isEmpty()) {
      return Optional.of(scripted.remove());
    }
    if (chance == 0 || random.nextDouble() >= chance) {
      return Optional.empty();
    }
    // Only a start can find no capacity.
    int kinds = call == Call.START ? BY_CHANCE.size() : BY_CHANCE.size() - 1;
    return Optional.of(BY_CHANCE.get(random.nextInt(kinds)));
  }
}
