package io.tradewind.agent;

import io.tradewind.api.agent.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The agent's threads. Each goes on after faults of the broker's or the disk's; none is left behind
 * when the agent has ended, since another program may take up its leases in the same process.
 */
final class Loops {
  private static final Logger LOG = Logger.getLogger(Loops.class.getName());

  /** A loop that was not disturbed for so long has no faults behind it. */
  private static final long GOOD_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Duration mostBackoff;
  private final CountDownLatch stopping;
  private final CountDownLatch stopped;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  /**
   * @param stopping no fault is waited out after it
   * @param stopped no loop is run again after it
   */
  Loops(Duration mostBackoff, CountDownLatch stopping, CountDownLatch stopped) {
    this.mostBackoff = mostBackoff;
    this.stopping = stopping;
    this.stopped = stopped;
  }

  interface Body {
    void run() throws InterruptedException;
  }

  interface Loop {
    void run() throws BrokerAwayException, RefusedException, InterruptedException, IOException;
  }

  interface Refusal {
    void heard(RefusedException refusal) throws InterruptedException;
  }

  Thread start(String name, Body body) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
    return thread;
  }

  /**
   * Interrupts what still runs, and waits for it.
   *
   * @return whether all of it has ended in time
   */
  boolean join(Duration most) throws InterruptedException {
    threads.forEach(Thread::interrupt);
    long end = System.nanoTime() + most.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /**
   * Runs a loop again after each fault, until it ends by itself or the agent stops.
   *
   * @param onRefusal what the broker's refusal of this agent as a whole leads to
   */
  void repeat(String what, Loop loop, Refusal onRefusal) throws InterruptedException {
    Backoff backoff = new Backoff(mostBackoff, new SplittableRandom());
    long lastFault = System.nanoTime();
    while (stopped.getCount() > 0) {
      Optional<Duration> asked = Optional.empty();
      try {
        loop.run();
        return;
      } catch (BrokerAwayException e) {
        asked = e.retryAfter();
        LOG.warning("%s: %s; it is tried again".formatted(what, e.getMessage()));
      } catch (RefusedException e) {
        onRefusal.heard(e);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.WARNING, what + " failed on this machine; it is tried again", e);
      }
      if (stopping.getCount() == 0) {
        return;
      }
      if (System.nanoTime() - lastFault > GOOD_NANOS) {
        backoff.reset();
      }
      lastFault = System.nanoTime();
      stopping.await(backoff.next(asked).toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
