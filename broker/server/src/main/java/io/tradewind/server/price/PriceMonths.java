package io.tradewind.server.price;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Blocking;
import io.tradewind.api.Offer;
import io.tradewind.server.config.TradewindConfig;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The months in which the history lies: made ahead of time, and for old prices when they come;
 * those beyond the retention are dropped. Any number of brokers may do this at once.
 */
@ApplicationScoped
class PriceMonths {
  private static final Logger LOG = Logger.getLogger(PriceMonths.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int AHEAD = 2;

  /** What lies before it or more than a year ahead is no month of ours: the rest takes it. */
  private static final YearMonth EARLIEST = YearMonth.of(2000, 1);

  private final Pool pool;
  private final Clock clock;
  private final int keep;
  private final Set<YearMonth> made = ConcurrentHashMap.newKeySet();

  @Inject
  PriceMonths(Pool pool, Clock clock, TradewindConfig config) {
    this(pool, clock, config.prices().keepMonths());
  }

  PriceMonths(Pool pool, Clock clock, int keep) {
    this.pool = pool;
    this.clock = clock;
    this.keep = keep;
    if (keep < 1) {
      throw new IllegalArgumentException(
          "tradewind.prices.keep-months is %d. Keep at least one month.".formatted(keep));
    }
  }

  void start(@Observes StartupEvent event) {
    prepare();
  }

  /** What one broker missed, because the database was away, is done at the next turn. */
  @Scheduled(every = "6h", delayed = "6h")
  @Blocking
  void regularly() {
    prepare();
  }

  /** Makes this month and the next ones, and drops what is older than the retention. */
  void prepare() {
    YearMonth now = monthOf(clock.instant());
    for (int ahead = 0; ahead <= AHEAD; ahead++) {
      make(now.plusMonths(ahead));
    }
    int dropped = dropBefore(now.minusMonths(keep));
    if (dropped > 0) {
      LOG.infof("%d months of prices, older than %d months, are dropped.", dropped, keep);
    }
  }

  /** Blocks when one of their months is new. */
  void makeFor(List<Offer> offers) {
    YearMonth latest = monthOf(clock.instant()).plusYears(1);
    Set<YearMonth> wanted = new HashSet<>();
    offers.forEach(offer -> wanted.add(monthOf(offer.observedAt())));
    wanted.stream()
        .filter(month -> !month.isBefore(EARLIEST) && !month.isAfter(latest))
        .filter(month -> !made.contains(month))
        .sorted()
        .forEach(this::make);
  }

  private void make(YearMonth month) {
    ask("select make_price_month($1)", month.atDay(1));
    made.add(month);
  }

  private int dropBefore(YearMonth month) {
    made.removeIf(it -> it.isBefore(month));
    return ask("select drop_price_months($1)", month.atDay(1)).getInteger(0);
  }

  private Row ask(String sql, LocalDate day) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(day))
        .await()
        .atMost(PATIENCE)
        .iterator()
        .next();
  }

  private static YearMonth monthOf(Instant at) {
    return YearMonth.from(at.atOffset(ZoneOffset.UTC));
  }
}
