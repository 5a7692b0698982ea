package io.tradewind.server.feed;

import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ProbeProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Brokers of one database, each with a provider of its own that counts who asks. */
@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
class SharedReadingsTest {
  @Inject Pool pool;

  private ProviderId feed;
  private final AtomicInteger calls = new AtomicInteger();

  @BeforeEach
  void aFeedOfItsOwn(TestInfo test) {
    feed = ProviderId.of(test.getTestMethod().orElseThrow().getName());
  }

  @Test
  void oneAsksAndTheOtherTakesWhatItWasTold() throws Exception {
    SharedReadings first = broker();
    SharedReadings second = broker();

    OfferFeed asked = first.next(provider(), false).orElseThrow();

    assertThat(second.next(provider(), false)).contains(asked);
    assertThat(second.next(provider(), false)).as("it has that already").isEmpty();
    assertThat(calls).hasValue(1);

    OfferFeed again = first.next(provider(), false).orElseThrow();
    assertThat(again).isNotEqualTo(asked);
    assertThat(second.next(provider(), false)).contains(again);
    assertThat(calls).hasValue(2);
  }

  @Test
  void ofManyAtOnceOneAsks() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Optional<OfferFeed>>> brokers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        SharedReadings broker = broker();
        brokers.add(() -> broker.next(provider(), false));
      }
      for (Future<Optional<OfferFeed>> answer : threads.invokeAll(brokers)) {
        answer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void theTurnOfABrokerThatIsGonePasses() throws Exception {
    SharedReadings gone = broker();
    SharedReadings other = broker();
    gone.next(provider(), false);
    other.next(provider(), false);
    assertThat(other.awaiting().await().indefinitely()).doesNotContain(feed);

    pool.preparedQuery(
            "update feed_reading set until = now() - interval '1 second' where feed = $1")
        .executeAndAwait(Tuple.of(feed.value()));

    assertThat(other.awaiting().await().indefinitely()).contains(feed);
    assertThat(other.next(provider(), false)).isPresent();
    assertThat(calls).hasValue(2);
    assertThat(gone.next(provider(), false)).as("back again, it takes what it missed").isPresent();
    assertThat(calls).hasValue(2);
  }

  @Test
  void whoLeavesGivesItsTurnsAway() throws Exception {
    SharedReadings leaving = broker();
    SharedReadings other = broker();
    leaving.next(provider(), false);
    leaving.leave();

    assertThat(other.awaiting().await().indefinitely()).contains(feed);
  }

  @Test
  void aPriceThatIsAskedForIsTheProvidersOwn() throws Exception {
    SharedReadings first = broker();
    SharedReadings second = broker();
    first.next(provider(), false);

    OfferFeed asked = second.next(provider(), true).orElseThrow();

    assertThat(calls).hasValue(2);
    assertThat(first.awaiting().await().indefinitely()).contains(feed);
    assertThat(first.next(provider(), false)).contains(asked);
  }

  @Test
  void whatFailedIsToldToAll() throws Exception {
    SharedReadings first = broker();
    SharedReadings second = broker();
    OfferFeed before = first.next(provider(), false).orElseThrow();
    second.next(provider(), false);

    assertThatThrownBy(() -> first.next(failing(Fault.THROTTLED), false))
        .isInstanceOf(ProviderException.class);

    assertThatThrownBy(() -> second.next(provider(), false))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.fault()).isEqualTo(Fault.THROTTLED))
        .hasMessage("%s: too many calls", feed);
    assertThat(broker().next(provider(), false))
        .as("who begins now takes the last that was told")
        .contains(before);
    assertThat(calls).hasValue(1);
  }

  @Test
  void whoCannotReachAProviderDoesNotKeepTheTurn() throws Exception {
    SharedReadings cutOff = broker();
    assertThatThrownBy(() -> cutOff.next(failing(Fault.UNREACHABLE), false))
        .isInstanceOf(ProviderException.class);
    assertThat(secondsLeft()).isLessThanOrEqualTo(30);

    assertThatThrownBy(() -> cutOff.next(failing(Fault.THROTTLED), false))
        .isInstanceOf(ProviderException.class);
    assertThat(secondsLeft()).as("nobody is to ask more often").isGreaterThan(300);
  }

  @Test
  void whatABrokerOfAnotherVersionWasToldIsAskedHere() throws Exception {
    SharedReadings newer = broker();
    SharedReadings older = broker();
    newer.next(provider(), false);
    pool.preparedQuery("update feed_reading set offers = $2 where feed = $1")
        .executeAndAwait(Tuple.of(feed.value(), Buffer.buffer("another")));

    assertThat(older.next(provider(), false)).isPresent();
    assertThat(calls).hasValue(2);
  }

  @Test
  void whatIsAtHandIsNotShared() throws Exception {
    SharedReadings first = broker();
    SharedReadings second = broker();

    Provider atHand = new Counted(feed, calls, false, Optional.empty());

    assertThat(first.next(atHand, false)).isPresent();
    assertThat(second.next(atHand, false)).isPresent();
    assertThat(calls).hasValue(2);
  }

  private SharedReadings broker() {
    return new SharedReadings(pool, true, Duration.ofMinutes(2), Duration.ofMinutes(5));
  }

  private Provider provider() {
    return new Counted(feed, calls, true, Optional.empty());
  }

  private Provider failing(Fault fault) {
    return new Counted(feed, calls, true, Optional.of(fault));
  }

  private long secondsLeft() {
    return pool.preparedQuery(
            "select extract(epoch from until - now())::bigint as left from feed_reading where feed = $1")
        .executeAndAwait(Tuple.of(feed.value()))
        .iterator()
        .next()
        .getLong("left");
  }

  private record Counted(
      ProviderId id, AtomicInteger calls, boolean asksAway, Optional<Fault> fault)
      implements Provider {
    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public OfferFeed offers() throws ProviderException {
      if (fault.isPresent()) {
        throw new ProviderException(id, fault.get(), "too many calls");
      }
      return OfferFeed.of(List.of(offer("call-" + calls.incrementAndGet()).build()));
    }

    @Override
    public Optional<Provisioner> provisioner() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
