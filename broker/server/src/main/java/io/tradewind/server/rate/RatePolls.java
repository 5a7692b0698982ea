package io.tradewind.server.rate;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tradewind.api.RateFeed;
import io.tradewind.api.RateFeedFactory;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.server.config.AdapterSettings;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.feed.Poll;
import io.tradewind.server.feed.PollHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/** Asks every publisher of rates, each on a thread of its own. */
@ApplicationScoped
class RatePolls {
  private static final Logger LOG = Logger.getLogger(RatePolls.class);

  private final RateBook book;
  private final List<Poll<List<ExchangeRates>>> polls = new ArrayList<>();

  RatePolls(RateBook book, AdapterSettings settings, TradewindConfig config, Clock clock) {
    this.book = book;
    for (RateFeedFactory factory :
        ServiceLoader.load(RateFeedFactory.class, RatePolls.class.getClassLoader())) {
      for (RateFeed feed : factory.create(settings.context(factory, clock))) {
        polls.add(
            new Poll<>(
                feed.name(),
                feed::rates,
                book::take,
                config.rates().interval(),
                config.rates().timeout(),
                clock));
      }
    }
  }

  List<PollHealth> health() {
    return polls.stream().map(Poll::health).toList();
  }

  /** The database is there before this; a failure to read it leaves the bundled table in force. */
  void start(@Observes StartupEvent event) {
    try {
      book.restore();
    } catch (RuntimeException e) {
      LOG.errorf(e, "The stored exchange rates cannot be read.");
    }
    polls.forEach(Poll::start);
  }

  void stop(@Observes ShutdownEvent event) {
    polls.forEach(Poll::close);
  }
}
