package io.tradewind.server.feed;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks one source of anything but offers, again and again, on a thread of its own; every call has
 * another one, so that a call that hangs is left behind after its time limit and what it answers
 * later is dropped.
 */
public final class Poll<T> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Poll.class);

  /** So many calls may hang at a time; then the source is not called until one of them ends. */
  static final int MOST_HANGING = 3;

  private final String name;
  private final Question<T> question;
  private final Consumer<T> intake;
  private final FeedSchedule schedule;
  private final Duration limit;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor timer;
  private final AtomicInteger hanging = new AtomicInteger();

  private volatile PollHealth health;
  private int failures;
  private @Nullable ScheduledFuture<?> next;

  /** One call of the source. */
  @FunctionalInterface
  public interface Question<T> {
    T ask() throws ProviderException;
  }

  /**
   * Not started yet.
   *
   * @param intake takes every reading, on the source's own thread
   * @param interval between two readings
   * @param limit how long a call may take
   */
  public Poll(
      String name,
      Question<T> question,
      Consumer<T> intake,
      Duration interval,
      Duration limit,
      Clock clock) {
    this.name = name;
    this.question = question;
    this.intake = intake;
    this.limit = limit;
    this.clock = clock;
    schedule = new FeedSchedule(interval, new SplittableRandom(name.hashCode()));
    timer = new ScheduledThreadPoolExecutor(1, task -> daemon("poll-" + name, task));
    timer.setRemoveOnCancelPolicy(true);
    health = PollHealth.waiting(name);
  }

  public PollHealth health() {
    return health;
  }

  /** {@link #ask} for callers that do not wait. */
  public void start() {
    Future<?> unused = ask();
  }

  /** Asks now, and then at its intervals. Returns at once; repeated, it asks once more. */
  public Future<?> ask() {
    try {
      return timer.submit(this::round);
    } catch (RejectedExecutionException e) {
      // It is closed: there is nothing to wait for.
      return CompletableFuture.completedFuture(health);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void round() {
    if (next != null) {
      next.cancel(false);
    }
    Duration pause = asked();
    try {
      next = timer.schedule(this::round, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debugf("%s was closed while it was asked.", name);
    }
  }

  /** The time until the next round. */
  private Duration asked() {
    try {
      intake.accept(call());
      failures = 0;
      health = health.succeeded(clock.instant());
      return schedule.afterSuccess();
    } catch (ProviderException e) {
      return failed(String.valueOf(e.getMessage()), Optional.of(e));
    } catch (TimeoutException e) {
      return failed("no answer within %s s".formatted(limit.toMillis() / 1000.0), Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("it was interrupted", Optional.empty());
    } catch (ExecutionException | RuntimeException e) {
      LOG.errorf(e, "%s failed in an unforeseen way.", name);
      return failed("it failed in an unforeseen way: " + e.getMessage(), Optional.empty());
    }
  }

  private T call()
      throws ProviderException, TimeoutException, InterruptedException, ExecutionException {
    if (hanging.get() >= MOST_HANGING) {
      throw new ProviderException(
          ProviderId.of(name),
          ProviderException.Fault.UNREACHABLE,
          "%d earlier calls still hang; it is called again when one of them ends"
              .formatted(MOST_HANGING));
    }
    FutureTask<T> answer = new FutureTask<>(question::ask);
    hanging.incrementAndGet();
    daemon("call-" + name, () -> run(answer)).start();
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProviderException failure) {
        throw failure;
      }
      throw e;
    } finally {
      answer.cancel(true);
    }
  }

  private void run(FutureTask<T> answer) {
    try {
      answer.run();
    } finally {
      hanging.decrementAndGet();
    }
  }

  private Duration failed(String why, Optional<ProviderException> failure) {
    LOG.warnf("%s told nothing: %s", name, why);
    failures++;
    health = health.failed(clock.instant(), why);
    return schedule.afterFailure(failures, failure);
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
