package io.tradewind.server.feed;

import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks one provider, again and again. Each call has a thread of its own, so a call that hangs is
 * left behind after its time limit and holds nobody back; what it answers later is dropped.
 */
final class FeedWorker {
  private static final Logger LOG = Logger.getLogger(FeedWorker.class);

  /** So many calls may hang at a time; then the provider is not called until one of them ends. */
  static final int MOST_HANGING = 3;

  private final Provider provider;
  private final Readings readings;
  private final Intake intake;
  private final FeedSchedule schedule;
  private final Duration limit;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final AtomicInteger hanging = new AtomicInteger();

  private volatile FeedHealth health;

  private boolean closed;
  private Instant began = Instant.EPOCH;
  private volatile boolean heard;
  private Circuit resting = Circuit.NEW;
  private @Nullable CompletableFuture<FeedHealth> running;
  private @Nullable CompletableFuture<FeedHealth> following;
  private @Nullable ScheduledFuture<?> next;
  private @Nullable Thread caller;

  /** Where readings come from. Calls block. */
  interface Readings {
    /**
     * @param itself the provider is to be asked, whoever else has asked it
     * @return empty when there is nothing that this broker has not taken
     */
    Optional<OfferFeed> next(Provider provider, boolean itself) throws ProviderException;
  }

  /** Where readings go. */
  interface Intake {
    /** Answers why it did not take the reading; empty when it did. */
    Optional<String> take(ProviderId feed, OfferFeed reading);

    /** After every call, whatever its end. */
    void asked(ProviderId feed);
  }

  /**
   * @param limit how long a call may take
   */
  FeedWorker(
      Provider provider,
      Readings readings,
      Intake intake,
      FeedSchedule schedule,
      Duration limit,
      ScheduledExecutorService timer,
      Clock clock) {
    this.provider = provider;
    this.readings = readings;
    this.intake = intake;
    this.schedule = schedule;
    this.limit = limit;
    this.timer = timer;
    this.clock = clock;
    health = FeedHealth.waiting(provider.id());
  }

  Provider provider() {
    return provider;
  }

  FeedHealth health() {
    return health;
  }

  /** {@link #poll} for callers that do not wait. */
  void ask() {
    CompletableFuture<FeedHealth> unused = poll();
  }

  /** Takes what is new, unless it is being taken. Returns at once. */
  synchronized void look() {
    if (!closed && running == null) {
      begin(new CompletableFuture<>(), false);
    }
  }

  /**
   * Asks the provider itself now, or once more after the call that is under way. Answers how the
   * feed is after it.
   */
  synchronized CompletableFuture<FeedHealth> poll() {
    if (closed) {
      return CompletableFuture.completedFuture(health);
    }
    if (running == null) {
      CompletableFuture<FeedHealth> asked = new CompletableFuture<>();
      begin(asked, true);
      return asked;
    }
    if (following == null) {
      following = new CompletableFuture<>();
    }
    return following;
  }

  synchronized void close() {
    closed = true;
    cancelNext();
    if (caller != null) {
      caller.interrupt();
    }
  }

  private void begin(CompletableFuture<FeedHealth> result, boolean itself) {
    running = result;
    cancelNext();
    began = clock.instant();
    resting = health.circuit();
    health = health.with(resting.calling());
    Call call = new Call(itself);
    Thread thread = new Thread(call, "feed-" + provider.id());
    thread.setDaemon(true);
    caller = thread;
    call.limit =
        timer.schedule(() -> overdue(call, thread), limit.toMillis(), TimeUnit.MILLISECONDS);
    thread.start();
  }

  private void cancelNext() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }

  /**
   * One call of the provider. Either its answer or its time limit decides it, whichever comes
   * first.
   */
  private final class Call implements Runnable {
    private final AtomicBoolean decided = new AtomicBoolean();
    private final boolean itself;
    private volatile @Nullable ScheduledFuture<?> limit;

    Call(boolean itself) {
      this.itself = itself;
    }

    @Override
    public void run() {
      if (hanging.incrementAndGet() > MOST_HANGING) {
        hanging.decrementAndGet();
        fail(
            "%d earlier calls still hang; it is called again when one of them ends"
                .formatted(MOST_HANGING));
        return;
      }
      Optional<OfferFeed> reading;
      try {
        reading = readings.next(provider, itself);
      } catch (ProviderException e) {
        hanging.decrementAndGet();
        fail(e);
        return;
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        hanging.decrementAndGet();
        broke(e);
        return;
      }
      hanging.decrementAndGet();
      if (decide()) {
        reading.ifPresentOrElse(FeedWorker.this::take, FeedWorker.this::nothingNew);
      }
    }

    boolean decide() {
      ScheduledFuture<?> pending = limit;
      if (pending != null) {
        pending.cancel(false);
      }
      return decided.compareAndSet(false, true);
    }

    private void fail(ProviderException failure) {
      if (decide()) {
        failed(String.valueOf(failure.getMessage()), Optional.of(failure));
      }
    }

    /** A call that was left behind may break as it likes. */
    private void broke(Throwable slip) {
      if (decide()) {
        LOG.errorf(slip, "The provider %s failed in an unforeseen way.", provider.id());
        failed("it failed in an unforeseen way: " + slip, Optional.empty());
      }
    }

    private void fail(String why) {
      if (decide()) {
        failed(why, Optional.empty());
      }
    }
  }

  private void overdue(Call call, Thread thread) {
    if (call.decide()) {
      thread.interrupt();
      failed("no answer within %s s".formatted(limit.toMillis() / 1000.0), Optional.empty());
    }
  }

  /** Another broker asks the provider; what it is told is looked for again soon. */
  private void nothingNew() {
    finish(asBefore(), FeedSchedule.FIRST_RETRY);
  }

  private synchronized FeedHealth asBefore() {
    return health.with(resting);
  }

  private void take(OfferFeed reading) {
    Optional<String> refused;
    try {
      refused = intake.take(provider.id(), reading);
    } catch (RuntimeException e) {
      LOG.errorf(e, "The offers of %s could not be taken.", provider.id());
      failed("its offers could not be taken: " + e.getMessage(), Optional.empty());
      return;
    }
    heard = true;
    Instant now = clock.instant();
    FeedHealth after =
        refused.isEmpty() ? health.succeeded(now) : health.failed(now, refused.get());
    finish(after.with(after.circuit().succeeded(took(now))), schedule.afterSuccess());
  }

  private void failed(String why, Optional<ProviderException> failure) {
    heard = true;
    LOG.warnf("The provider %s told no offers: %s", provider.id(), why);
    Instant now = clock.instant();
    boolean hopeless = failure.filter(it -> it.fault() == Fault.CREDENTIALS_REFUSED).isPresent();
    Circuit circuit = health.circuit().failed(took(now), hopeless);
    finish(
        health.failed(now, why).with(circuit),
        schedule.afterFailure(circuit.failuresInARow(), failure));
  }

  private synchronized Duration took(Instant now) {
    return Duration.between(began, now);
  }

  private void finish(FeedHealth ended, Duration delay) {
    FeedHealth after = ended.with(ended.circuit().nextAt(clock.instant().plus(delay)));
    CompletableFuture<FeedHealth> done;
    synchronized (this) {
      health = after;
      done = running;
      running = null;
      if (following != null && !closed) {
        CompletableFuture<FeedHealth> asked = following;
        following = null;
        begin(asked, true);
      } else if (!closed) {
        next = timer.schedule(this::look, delay.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    if (heard) {
      intake.asked(provider.id());
    }
    if (done != null) {
      done.complete(after);
    }
  }
}
