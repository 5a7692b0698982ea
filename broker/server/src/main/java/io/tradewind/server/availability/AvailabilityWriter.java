package io.tradewind.server.availability;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Blocking;
import io.tradewind.api.Availability.State;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Source;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Appends what has changed of how much sellers say to have. An offer of which nobody ever said
 * anything has no row, and so most of a market has none.
 */
@ApplicationScoped
public class AvailabilityWriter {
  static final Duration KEPT = Duration.ofDays(90);

  private static final int CHUNK = 5_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Each offer as it was told last. */
  private static final String KNOWN =
      """
      select distinct on (offer) offer, state from availability_change where feed = $1
      order by offer, seq desc
      """;

  /** Two brokers that tell the same append it once, or twice in a row, which reads the same. */
  private static final String TELL =
      """
      insert into availability_change (feed, offer, state, at)
      select $1::text, t.offer, t.state, t.at
      from unnest($2::text[], $3::text[], $4::timestamptz[]) as t (offer, state, at)
      where t.state is distinct from coalesce((select state from availability_change known
          where known.feed = $1::text and known.offer = t.offer order by seq desc limit 1), 'unknown')
      """;

  /** What was told last stays for as long as it says something. */
  private static final String FORGET =
      """
      delete from availability_change old where at < $1 and (state = 'unknown'
        or exists (select from availability_change later
          where later.offer = old.offer and later.feed = old.feed and later.seq > old.seq))
      """;

  private final Pool pool;
  private final Clock clock;
  private final Map<ProviderId, Map<OfferId, State>> lastTold = new ConcurrentHashMap<>();

  AvailabilityWriter(Pool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /**
   * Blocks; never call it from an event loop, nor for one feed from two threads. Repeating it
   * appends nothing.
   *
   * @param offers all of the feed
   * @return how many offers changed
   */
  public int write(ProviderId feed, List<Offer> offers) {
    Map<OfferId, State> known = lastTold.computeIfAbsent(feed, this::known);
    List<Offer> changed = offers.stream().filter(offer -> isNews(offer, known)).toList();
    int written = 0;
    for (int from = 0; from < changed.size(); from += CHUNK) {
      List<Offer> chunk = changed.subList(from, Math.min(changed.size(), from + CHUNK));
      written += append(feed, chunk);
      chunk.forEach(offer -> known.put(offer.id(), offer.availability().state()));
    }
    return written;
  }

  @Scheduled(every = "6h", delayed = "5m")
  @Blocking
  void forget() {
    execute(FORGET, Tuple.of(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC)));
  }

  /** What a site has free follows from who leases there, and is kept from everybody. */
  private static boolean isNews(Offer offer, Map<OfferId, State> known) {
    return offer.source().term() != Source.Term.DECLARED
        && offer.availability().state() != known.getOrDefault(offer.id(), State.UNKNOWN);
  }

  private Map<OfferId, State> known(ProviderId feed) {
    Map<OfferId, State> known = new HashMap<>();
    for (Row row : execute(KNOWN, Tuple.of(feed.value()))) {
      known.put(
          new OfferId(row.getString(0)), State.valueOf(row.getString(1).toUpperCase(Locale.ROOT)));
    }
    return known;
  }

  private int append(ProviderId feed, List<Offer> changed) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    return execute(
            TELL,
            Tuple.of(
                feed.value(),
                changed.stream().map(it -> it.id().value()).toArray(String[]::new),
                changed.stream()
                    .map(it -> it.availability().state().wireName())
                    .toArray(String[]::new),
                changed.stream().map(it -> earlier(it, now)).toArray(OffsetDateTime[]::new)))
        .rowCount();
  }

  /** When it was observed; a seller's clock that is ahead tells nothing of the future. */
  private static OffsetDateTime earlier(Offer offer, OffsetDateTime now) {
    OffsetDateTime seen = offer.availability().observedAt().atOffset(ZoneOffset.UTC);
    return seen.isAfter(now) ? now : seen;
  }

  private RowSet<Row> execute(String sql, Tuple arguments) {
    return pool.preparedQuery(sql).execute(arguments).await().atMost(PATIENCE);
  }
}
