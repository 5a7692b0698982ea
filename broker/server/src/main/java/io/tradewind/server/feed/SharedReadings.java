package io.tradewind.server.feed;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.server.config.TradewindConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One broker of several asks a provider, the others take what it was told: nobody is asked more
 * often because there are more brokers, and all of them match on the same prices. Whose turn it is
 * stands in the database, with an end: the turn of a broker that is gone passes to whoever looks
 * next.
 */
@ApplicationScoped
class SharedReadings implements FeedWorker.Readings {
  private static final Logger LOG = Logger.getLogger(SharedReadings.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Before the database pool is closed. */
  private static final int EARLY = 1_500;

  /** Beyond the longest pause between two readings of whoever has the turn. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final double LONGEST_PAUSE = 1.2;

  private static final String TAKE_TURN =
      """
      insert into feed_reading as turn (feed, broker, until)
      values ($1, $2, now() + make_interval(secs => $3))
      on conflict (feed) do update set broker = excluded.broker, until = excluded.until
        where $4 or turn.broker = excluded.broker or turn.until < now()
      returning version
      """;

  /** Of a broker whose turn has passed to another one, nothing is kept. */
  private static final String TOLD =
      """
      update feed_reading set version = version + 1, until = now() + make_interval(secs => $3),
        offers = coalesce($4, offers), fault = $5, failure = $6
      where feed = $1 and broker = $2 returning version
      """;

  private static final String NEWS =
      "select version, offers, fault, failure from feed_reading where feed = $1 and version > $2";

  private static final String TURNS =
      "select feed, version, broker, until < now() as free from feed_reading";

  private static final String LEAVE = "update feed_reading set until = now() where broker = $1";

  private final Pool pool;
  private final boolean shared;
  private final Duration reading;
  private final Duration turn;
  private final UUID broker = UUID.randomUUID();
  private final Map<ProviderId, Long> taken = new ConcurrentHashMap<>();

  @Inject
  SharedReadings(Pool pool, TradewindConfig config) {
    this(pool, config.feed().shared(), config.feed().timeout(), config.feed().interval());
  }

  /**
   * @param limit how long one call of a provider may take
   * @param interval between two calls
   */
  SharedReadings(Pool pool, boolean shared, Duration limit, Duration interval) {
    this.pool = pool;
    this.shared = shared;
    reading = limit.plus(GRACE);
    turn = Duration.ofMillis(Math.round(interval.toMillis() * LONGEST_PAUSE)).plus(GRACE);
  }

  @Override
  public Optional<OfferFeed> next(Provider provider, boolean itself) throws ProviderException {
    if (!shared || !provider.asksAway()) {
      return Optional.of(provider.offers());
    }
    return takeTurn(provider.id(), itself) ? Optional.of(ask(provider)) : news(provider);
  }

  /** Without the database each broker asks for itself. */
  private boolean takeTurn(ProviderId feed, boolean itself) {
    try {
      return execute(TAKE_TURN, Tuple.of(feed.value(), broker, seconds(reading), itself)).size()
          > 0;
    } catch (RuntimeException e) {
      LOG.warnf("Whose turn it is to ask %s cannot be read: %s", feed, e.getMessage());
      return true;
    }
  }

  private OfferFeed ask(Provider provider) throws ProviderException {
    ProviderId feed = provider.id();
    try {
      OfferFeed told = provider.offers();
      tell(feed, Buffer.buffer(ReadingCodec.write(told)), null, null);
      return told;
    } catch (ProviderException e) {
      tell(feed, null, e.fault().name(), withoutName(feed, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  /** The exception that another broker makes of it puts the name before it again. */
  private static String withoutName(ProviderId feed, String message) {
    String name = feed + ": ";
    return message.startsWith(name) ? message.substring(name.length()) : message;
  }

  /** What fails here may be well elsewhere: the turn passes soon, unless the provider was heard. */
  private void tell(
      ProviderId feed, @Nullable Buffer offers, @Nullable String fault, @Nullable String failure) {
    boolean heard = fault == null || fault.equals(Fault.THROTTLED.name());
    double keep = seconds(heard ? turn : GRACE);
    try {
      for (Row row : execute(TOLD, Tuple.of(feed.value(), broker, keep, offers, fault, failure))) {
        taken.put(feed, row.getLong("version"));
      }
    } catch (RuntimeException e) {
      LOG.warnf("What %s told is not shared: %s", feed, e.getMessage());
    }
  }

  private Optional<OfferFeed> news(Provider provider) throws ProviderException {
    ProviderId feed = provider.id();
    long known = taken.getOrDefault(feed, 0L);
    for (Row row : execute(NEWS, Tuple.of(feed.value(), known))) {
      taken.put(feed, row.getLong("version"));
      var offers = row.getBuffer("offers");
      String fault = row.getString("fault");
      if (fault != null && (known > 0 || offers == null)) {
        throw new ProviderException(feed, Fault.valueOf(fault), row.getString("failure"));
      }
      // A broker that has just begun takes what there is, however the last try ended.
      return offers == null
          ? Optional.empty()
          : Optional.of(understood(provider, offers.getBytes()));
    }
    return Optional.empty();
  }

  /** While a broker is replaced by its next version, the two may not understand each other. */
  private static OfferFeed understood(Provider provider, byte[] reading) throws ProviderException {
    try {
      return ReadingCodec.read(reading);
    } catch (UncheckedIOException e) {
      LOG.warnf("What another broker was told by %s is asked here: %s", provider.id(), e);
      return provider.offers();
    }
  }

  /** Feeds of which another broker has told something new, or which nobody asks now. */
  Uni<List<ProviderId>> awaiting() {
    return shared
        ? pool.preparedQuery(TURNS).execute().map(this::newsOrFree)
        : Uni.createFrom().item(List.of());
  }

  private List<ProviderId> newsOrFree(RowSet<Row> rows) {
    List<ProviderId> feeds = new ArrayList<>();
    for (Row row : rows) {
      ProviderId feed = new ProviderId(row.getString("feed"));
      boolean own = broker.equals(row.getUUID("broker"));
      boolean news = row.getLong("version") > taken.getOrDefault(feed, 0L);
      if (!own && (news || row.getBoolean("free"))) {
        feeds.add(feed);
      }
    }
    return feeds;
  }

  void stop(@Observes @Priority(EARLY) ShutdownEvent event) {
    if (shared) {
      leave();
    }
  }

  /** Lets another broker have its turns at once. */
  void leave() {
    try {
      execute(LEAVE, Tuple.of(broker));
    } catch (RuntimeException e) {
      LOG.debugf("The turns end by themselves: %s", e.getMessage());
    }
  }

  private RowSet<Row> execute(String sql, Tuple arguments) {
    return pool.preparedQuery(sql).execute(arguments).await().atMost(PATIENCE);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
