package io.tradewind.server.feed;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderId;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.MarketChanged;
import io.tradewind.server.price.PriceWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Takes what a provider told through the guard into the market, and notes it for the price history.
 */
@ApplicationScoped
class FeedIntake implements FeedWorker.Intake {
  private static final Logger LOG = Logger.getLogger(FeedIntake.class);

  /** A feed with fewer offers may lose them all at once: a small site is simply busy. */
  static final int FEWEST_TO_HOLD = 20;

  private final LiveMarket market;
  private final Quarantine quarantine;
  private final PriceWriter prices;
  private final Event<MarketChanged> changes;
  private final Clock clock;
  private final Set<ProviderId> held = ConcurrentHashMap.newKeySet();
  private final Map<ProviderId, Long> seen = new ConcurrentHashMap<>();

  FeedIntake(
      LiveMarket market,
      Quarantine quarantine,
      PriceWriter prices,
      Event<MarketChanged> changes,
      Clock clock) {
    this.market = market;
    this.quarantine = quarantine;
    this.prices = prices;
    this.changes = changes;
    this.clock = clock;
  }

  /** Called from the provider's own worker, one reading at a time. */
  @Override
  public Optional<String> take(ProviderId feed, OfferFeed reading) {
    Instant now = clock.instant();
    Guard.Verdict verdict = Guard.inspect(feed, reading, market::toldElsewhere, now);
    int before = market.told(feed).size();
    int after = verdict.accepted().size();
    if (isHeld(feed, before, after)) {
      String why =
          "Only %d of %d offers were left; the others are kept until the next reading confirms the loss."
              .formatted(after, before);
      verdict.refused().addFirst(loss(feed, why, now));
      quarantine.replace(verdict.refused().batch());
      return Optional.of(why);
    }
    boolean sells = sellsItself(feed, verdict.accepted());
    if (!sells) {
      refreshPlaces(feed);
    }
    market.replace(feed, verdict.accepted());
    if (sells) {
      refreshPlaces(feed);
    }
    quarantine.replace(verdict.refused().batch());
    prices.write(feed);
    tell(feed, verdict.accepted());
    return Optional.empty();
  }

  @Override
  public void asked(ProviderId feed) {
    market.polled(feed);
  }

  private void tell(ProviderId feed, List<Offer> offers) {
    Long now = Fingerprint.of(offers);
    if (!now.equals(seen.put(feed, now))) {
      changes.fire(new MarketChanged(feed));
    }
  }

  /** A loss of nine tenths is believed when two readings in a row show it. */
  private boolean isHeld(ProviderId feed, int before, int after) {
    boolean loss = before >= FEWEST_TO_HOLD && after * 10L <= before;
    if (!loss) {
      held.remove(feed);
      return false;
    }
    boolean first = held.add(feed);
    if (!first) {
      held.remove(feed);
    }
    return first;
  }

  /** Its offers are no site's: the market has them before the database tells where sites are. */
  private static boolean sellsItself(ProviderId feed, List<Offer> offers) {
    return offers.stream().allMatch(offer -> offer.provider().equals(feed));
  }

  /** The market must not wait for the database that knows the sites. */
  private void refreshPlaces(ProviderId feed) {
    try {
      market.refreshPlaces();
    } catch (RuntimeException e) {
      LOG.warnf("The places of sites cannot be read for %s: %s", feed, e.getMessage());
    }
  }

  private static Refusal loss(ProviderId feed, String why, Instant now) {
    return new Refusal(feed, "the whole reading", Reason.LOST_TOO_MUCH, why, now);
  }
}
