package io.tradewind.server.feed;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.OfferBuilder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.server.testing.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PollTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final MutableClock clock = new MutableClock(NOON);
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Poll.Question<String> question = () -> "told";
  private final Poll<String> poll =
      new Poll<>("source", this::asked, taken::add, DAY, SHORT, clock);

  @AfterEach
  void close() {
    end.countDown();
    poll.close();
  }

  @Test
  void itWaitsUntilItIsAskedAndThenTellsWhatItTook() throws Exception {
    assertThat(poll.health().state()).isEqualTo("waiting");
    ask();
    assertThat(taken).containsExactly("told");
    assertThat(poll.health().state()).isEqualTo("ok");
    clock.advance(Duration.ofMinutes(5));
    assertThat(poll.health().age(clock.instant())).contains(Duration.ofMinutes(5));
  }

  @Test
  void aFailureKeepsTheTimeOfTheLastSuccessAndSaysWhy() throws Exception {
    ask();
    clock.advance(Duration.ofHours(1));
    question =
        () -> {
          throw new ProviderException(ProviderId.of("source"), Fault.THROTTLED, "too many calls");
        };
    ask();
    assertThat(poll.health().state()).isEqualTo("failing");
    assertThat(poll.health().lastSuccess()).contains(NOON);
    assertThat(poll.health().fault()).contains("source: too many calls");
    assertThat(taken).hasSize(1);
  }

  @Test
  void anUnforeseenFailureIsOneToo() throws Exception {
    question =
        () -> {
          throw new IllegalStateException("a slip");
        };
    ask();
    assertThat(poll.health().fault()).map(why -> why.contains("a slip")).contains(true);
    question = () -> "told";
    ask();
    assertThat(poll.health().state()).isEqualTo("ok");
  }

  @Test
  void aCallThatHangsIsLeftBehindAndItsLateAnswerDropped() throws Exception {
    question = this::deaf;
    ask();
    assertThat(poll.health().fault()).contains("no answer within 0.1 s");
    question = () -> "told";
    ask();
    end.countDown();
    assertThat(taken).containsExactly("told");
  }

  @Test
  void afterThreeCallsThatHangItIsCalledAgainOnlyWhenOneEnds() throws Exception {
    question = this::deaf;
    for (int i = 0; i < Poll.MOST_HANGING + 2; i++) {
      ask();
    }
    assertThat(calls).hasValue(Poll.MOST_HANGING);
    question = () -> "told";
    end.countDown();
    eventually(
        () -> {
          poll.start();
          return taken.size();
        },
        count -> count > 0);
  }

  @Test
  void onceClosedItIsNotAsked() throws Exception {
    poll.close();
    ask();
    assertThat(calls).hasValue(0);
  }

  private String asked() throws ProviderException {
    calls.incrementAndGet();
    return question.ask();
  }

  /** Takes no notice of an interruption. */
  private String deaf() {
    while (true) {
      try {
        if (end.await(1, TimeUnit.SECONDS)) {
          return "late";
        }
      } catch (InterruptedException e) {
        assertThat(end.getCount()).isPositive();
      }
    }
  }

  private void ask() throws Exception {
    poll.ask().get(30, TimeUnit.SECONDS);
  }
}
