package io.tradewind.server.feed;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.server.feed.FeedHealth.State;
import io.tradewind.server.testing.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FeedWorkerTest {
  private static final ProviderId ID = new ProviderId("probe");
  private static final Duration HARDLY_ANY_TIME = Duration.ofMillis(50);
  private static final Duration AMPLE_TIME = Duration.ofMinutes(1);
  private static final OfferFeed READING = OfferFeed.of(List.of(offer("a").build()));

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final MutableClock clock = new MutableClock(NOON);
  private final Recorder intake = new Recorder();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void release() {
    never.countDown();
    timer.shutdownNow();
  }

  @Test
  void aReadingIsTakenAndTheFeedIsWell() throws Exception {
    FeedHealth health = worker(() -> READING, AMPLE_TIME).poll().get();

    assertThat(intake.taken).containsExactly(READING);
    assertThat(health.state()).isEqualTo(State.OK);
    assertThat(health.lastSuccess()).contains(NOON);
  }

  @Test
  void aFailureIsToldAndTheLastSuccessStays() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FeedWorker worker =
        worker(() -> calls.getAndIncrement() == 0 ? READING : refuse("it is down"), AMPLE_TIME);
    worker.poll().get();
    clock.advance(Duration.ofHours(3));

    FeedHealth health = worker.poll().get();

    assertThat(health.state()).isEqualTo(State.FAILING);
    assertThat(health.fault().orElseThrow()).contains("it is down");
    assertThat(health.lastSuccess()).contains(NOON);
    assertThat(health.lastAttempt()).contains(NOON.plus(Duration.ofHours(3)));
  }

  @Test
  void anAdapterThatBreaksIsAFailureToo() throws Exception {
    FeedHealth health =
        worker(
                () -> {
                  throw new IllegalStateException("a slip");
                },
                AMPLE_TIME)
            .poll()
            .get();

    assertThat(health.state()).isEqualTo(State.FAILING);
    assertThat(intake.asked).isEqualTo(List.of(ID));
  }

  @Test
  void aCallThatHangsIsLeftBehindAndItsLateAnswerDropped() throws Exception {
    CompletableFuture<Boolean> answeredLate = new CompletableFuture<>();
    FeedWorker worker =
        worker(
            () -> {
              awaitWhateverHappens(never);
              answeredLate.complete(true);
              return READING;
            },
            HARDLY_ANY_TIME);

    FeedHealth health = worker.poll().get();
    never.countDown();
    answeredLate.get();

    assertThat(health.state()).isEqualTo(State.FAILING);
    assertThat(health.fault().orElseThrow()).contains("no answer within");
    assertThat(intake.taken).isEmpty();
  }

  @Test
  void aProviderIsNotCalledAgainWhileTooManyCallsHang() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FeedWorker worker =
        worker(
            () -> {
              calls.incrementAndGet();
              awaitWhateverHappens(never);
              return READING;
            },
            HARDLY_ANY_TIME);

    FeedHealth health = worker.poll().get();
    for (int i = 0; i < FeedWorker.MOST_HANGING; i++) {
      health = worker.poll().get();
    }

    assertThat(calls).hasValue(FeedWorker.MOST_HANGING);
    assertThat(health.fault().orElseThrow()).contains("still hang");
  }

  @Test
  void aRequestDuringACallIsServedByOneMoreCall() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(1);
    FeedWorker worker =
        worker(
            () -> {
              calls.incrementAndGet();
              awaitWhateverHappens(open);
              return READING;
            },
            AMPLE_TIME);

    CompletableFuture<FeedHealth> first = worker.poll();
    CompletableFuture<FeedHealth> second = worker.poll();
    CompletableFuture<FeedHealth> third = worker.poll();
    open.countDown();
    CompletableFuture.allOf(first, second, third).get();

    assertThat(second).isSameAs(third);
    assertThat(calls).hasValue(2);
  }

  @Test
  void aReadingThatIsNotTakenIsAFault() throws Exception {
    intake.answer = Optional.of("too few");

    FeedHealth health = worker(() -> READING, AMPLE_TIME).poll().get();

    assertThat(health.state()).isEqualTo(State.FAILING);
    assertThat(health.fault()).contains("too few");
  }

  @Test
  void threeFailuresInARowOpenTheCircuitAndOneSuccessClosesIt() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FeedWorker worker =
        worker(() -> calls.getAndIncrement() < 3 ? refuse("it is down") : READING, AMPLE_TIME);

    assertThat(worker.poll().get().circuit().state()).isEqualTo(Circuit.State.CLOSED);
    assertThat(worker.poll().get().circuit().state()).isEqualTo(Circuit.State.CLOSED);
    Circuit open = worker.poll().get().circuit();
    Circuit closed = worker.poll().get().circuit();

    assertThat(open.state()).isEqualTo(Circuit.State.OPEN);
    assertThat(open.failuresInARow()).isEqualTo(3);
    assertThat(open.nextAttempt().orElseThrow())
        .isBetween(NOON.plusSeconds(54), NOON.plusSeconds(66));
    assertThat(closed.state()).isEqualTo(Circuit.State.CLOSED);
    assertThat(closed.failuresInARow()).isZero();
  }

  @Test
  void theCallThatDecidesIsSeenHalfOpenAndItsFailureOpensAgain() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch called = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    FeedWorker worker =
        worker(
            () -> {
              if (calls.incrementAndGet() > 3) {
                called.countDown();
                awaitWhateverHappens(open);
              }
              return refuse("it is down");
            },
            AMPLE_TIME);
    for (int i = 0; i < 3; i++) {
      worker.poll().get();
    }

    CompletableFuture<FeedHealth> trial = worker.poll();
    called.await();
    Circuit during = worker.health().circuit();
    clock.advance(Duration.ofSeconds(7));
    open.countDown();
    Circuit after = trial.get().circuit();

    assertThat(during.state()).isEqualTo(Circuit.State.HALF_OPEN);
    assertThat(during.nextAttempt()).isEmpty();
    assertThat(after.state()).isEqualTo(Circuit.State.OPEN);
    assertThat(after.failuresInARow()).isEqualTo(4);
    assertThat(after.lastDuration()).contains(Duration.ofSeconds(7));
  }

  @Test
  void refusedCredentialsOpenTheCircuitAtOnce() throws Exception {
    FeedWorker worker =
        worker(
            () -> {
              throw new ProviderException(ID, Fault.CREDENTIALS_REFUSED, "who are you");
            },
            AMPLE_TIME);

    Circuit circuit = worker.poll().get().circuit();

    assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
    assertThat(circuit.nextAttempt().orElseThrow()).isAfter(NOON.plus(Duration.ofMinutes(50)));
  }

  @Test
  void whereThereIsNothingNewTheFeedIsAsItWas() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    FeedSchedule schedule = new FeedSchedule(Duration.ofHours(1), new SplittableRandom(1));
    FeedWorker worker =
        new FeedWorker(
            new Scripted(() -> READING),
            (provider, itself) -> {
              looks.incrementAndGet();
              return Optional.empty();
            },
            intake,
            schedule,
            AMPLE_TIME,
            timer,
            clock);

    FeedHealth health = worker.poll().get();

    assertThat(looks).hasValue(1);
    assertThat(health.state()).isEqualTo(State.WAITING);
    assertThat(intake.taken).isEmpty();
    assertThat(intake.asked).as("it has not been heard of yet").isEmpty();
  }

  @Test
  void aClosedWorkerAsksNoMore() throws Exception {
    FeedWorker worker = worker(() -> READING, AMPLE_TIME);
    worker.close();

    worker.poll().get();

    assertThat(intake.taken).isEmpty();
  }

  private FeedWorker worker(Script script, Duration limit) {
    FeedSchedule schedule = new FeedSchedule(Duration.ofHours(1), new SplittableRandom(1));
    return new FeedWorker(
        new Scripted(script),
        (provider, itself) -> Optional.of(provider.offers()),
        intake,
        schedule,
        limit,
        timer,
        clock);
  }

  private static OfferFeed refuse(String why) throws ProviderException {
    throw new ProviderException(ID, Fault.UNREACHABLE, why);
  }

  /** Like a call that does not heed interruption. */
  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean open = false;
    while (!open) {
      try {
        open = latch.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        open = false;
      }
    }
  }

  private interface Script {
    OfferFeed call() throws ProviderException;
  }

  private static final class Recorder implements FeedWorker.Intake {
    private final List<OfferFeed> taken = new CopyOnWriteArrayList<>();
    private final List<ProviderId> asked = new CopyOnWriteArrayList<>();
    private Optional<String> answer = Optional.empty();

    @Override
    public Optional<String> take(ProviderId feed, OfferFeed reading) {
      taken.add(reading);
      return answer;
    }

    @Override
    public void asked(ProviderId feed) {
      asked.add(feed);
    }
  }

  private record Scripted(Script script) implements Provider {
    @Override
    public ProviderId id() {
      return ID;
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public OfferFeed offers() throws ProviderException {
      return script.call();
    }

    @Override
    public Optional<Provisioner> provisioner() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
