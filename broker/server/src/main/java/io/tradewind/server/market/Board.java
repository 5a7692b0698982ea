package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Standing;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Rejection;
import io.tradewind.matcher.RejectionReason;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.server.market.OfferTruth.Believed;
import io.tradewind.server.market.OfferTruth.Other;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that is told, and what of it is placed on: the market's snapshot holds no offer that
 * has expired or for which another source is believed, at the prices that the organization pays.
 * For the same offers, the columns that lists are answered from. Immutable, and true until {@link
 * #until}.
 */
final class Board {
  static final Board EMPTY =
      new Board(
          Market.empty(),
          Collections.emptySortedMap(),
          Comparison.NONE,
          Overrides.NONE,
          Instant.MAX);

  /** News that ages one by one must not rebuild the market one by one. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final Market market;
  private final SortedMap<ProviderId, Shelf> shelves;
  private final Comparison comparison;
  private final Overrides overrides;
  private final Instant until;

  private Board(
      Market market,
      SortedMap<ProviderId, Shelf> shelves,
      Comparison comparison,
      Overrides overrides,
      Instant until) {
    this.market = market;
    this.shelves = shelves;
    this.comparison = comparison;
    this.overrides = overrides;
    this.until = until;
  }

  /** What may be placed on. */
  Market market() {
    return market;
  }

  /** What every feed told, in the order of their feeds' names. */
  Collection<Columns> columns() {
    return shelves.values().stream().map(Shelf::columns).toList();
  }

  Collection<Shelf> shelves() {
    return shelves.values();
  }

  Comparison comparison() {
    return comparison;
  }

  /** When something in it ages, or an override begins or ends. */
  Instant until() {
    return until;
  }

  Optional<Shelf> shelf(ProviderId feed) {
    return Optional.ofNullable(shelves.get(feed));
  }

  /** The next snapshot: {@code stock} replaces all of its feed. */
  Board with(Stock stock, Instant now) {
    SortedMap<ProviderId, Stock> stocks = stocks();
    boolean alone = now.isBefore(until) && isAlone(stock, stocks) && wasAlone(stock.feed(), stocks);
    if (stock.size() == 0) {
      stocks.remove(stock.feed());
    } else {
      stocks.put(stock.feed(), stock);
    }
    return of(stocks, alone ? comparison : Comparison.of(stocks.values(), now), overrides, now);
  }

  Board with(Overrides next, Instant now) {
    return of(stocks(), comparison, next, now);
  }

  /** The same news, with other currencies compared by these rates. */
  Board with(ExchangeRates rates, Instant now) {
    if (market.scale().rates().equals(Optional.of(rates))) {
      return this;
    }
    return new Board(market.ratedBy(rates), shelves, comparison, overrides, until)
        .of(stocks(), comparison, overrides, now);
  }

  /** Most feeds tell of nothing that another tells of: then there is nothing to compare anew. */
  private static boolean isAlone(Stock stock, SortedMap<ProviderId, Stock> stocks) {
    return stocks.values().stream()
        .noneMatch(other -> !other.feed().equals(stock.feed()) && stock.sharesWith(other));
  }

  private static boolean wasAlone(ProviderId feed, SortedMap<ProviderId, Stock> stocks) {
    Stock before = stocks.get(feed);
    return before == null || isAlone(before, stocks);
  }

  /** The same news, a while later. */
  Board at(Instant now) {
    SortedMap<ProviderId, Stock> stocks = stocks();
    return of(stocks, Comparison.of(stocks.values(), now), overrides, now);
  }

  private SortedMap<ProviderId, Stock> stocks() {
    SortedMap<ProviderId, Stock> stocks = new TreeMap<>();
    shelves.forEach((feed, shelf) -> stocks.put(feed, shelf.stock()));
    return stocks;
  }

  private Board of(
      SortedMap<ProviderId, Stock> stocks, Comparison compared, Overrides wanted, Instant now) {
    Overrides current = wanted.at(now);
    Market next = market;
    SortedMap<ProviderId, Shelf> fresh = new TreeMap<>();
    for (Stock stock : stocks.values()) {
      Shelf before = shelves.get(stock.feed());
      Shelf shelf = Shelf.of(stock, compared, current, market.scale(), now);
      if (before != null && before.isSameAs(shelf)) {
        fresh.put(stock.feed(), before);
        continue;
      }
      fresh.put(stock.feed(), shelf);
      Optional<List<Offer>> changed = Optional.ofNullable(before).flatMap(shelf::fillFrom);
      next =
          changed.isPresent()
              ? next.update(stock.feed(), shelf.placeable(changed.get()))
              : next.with(stock.feed(), shelf.placeable(shelf.fill()));
    }
    for (ProviderId feed : shelves.keySet()) {
      if (!fresh.containsKey(feed)) {
        next = next.with(feed, List.of());
      }
    }
    Instant end = end(fresh.values(), current, now);
    return new Board(next, Collections.unmodifiableSortedMap(fresh), compared, current, end);
  }

  private static Instant end(Collection<Shelf> shelves, Overrides overrides, Instant now) {
    Instant end = overrides.until(now);
    for (Shelf shelf : shelves) {
      Instant ages = shelf.ages(now);
      end = ages.isBefore(end) ? ages : end;
    }
    Instant soonest = now.plus(SHORTEST);
    return end.isBefore(soonest) ? soonest : end;
  }

  /** What was left out of the market, with how much of each reason. */
  List<Rejection> leftOut() {
    List<Rejection> leftOut = new ArrayList<>();
    int expired = shelves.values().stream().mapToInt(Shelf::expired).sum();
    int superseded = shelves.values().stream().mapToInt(Shelf::superseded).sum();
    if (expired > 0) {
      leftOut.add(Rejection.of(RejectionReason.EXPIRED, expired));
    }
    if (superseded > 0) {
      leftOut.add(Rejection.of(RejectionReason.SUPERSEDED, superseded));
    }
    return leftOut;
  }

  /** An offer that any feed tells of, at the organization's price: the believed one first. */
  Optional<Found> find(OfferId id) {
    Optional<Offer> placeable = market.find(id);
    if (placeable.isPresent()) {
      return Optional.of(new Found(market.feedOf(id).orElseThrow(), placeable.get()));
    }
    return shelves.values().stream()
        .flatMap(shelf -> shelf.find(id).map(it -> new Found(shelf.stock().feed(), it)).stream())
        .findFirst();
  }

  /** An offer and the feed that tells of it. */
  record Found(ProviderId feed, Offer offer) {}

  OfferTruth truth(ProviderId feed, Offer offer, Instant now) {
    Optional<Shelf> shelf = shelf(feed);
    Offer told = shelf.flatMap(it -> it.stock().find(offer.id())).orElse(offer);
    Optional<Saying> believed = comparison.believedInPlaceOf(feed, told);
    List<Saying> sayings = comparison.sayings(told);
    return new OfferTruth(
        confidence(feed, told, now),
        told,
        shelf.flatMap(it -> it.overrideOf(offer.id())),
        believed.map(it -> new Believed(it.feed(), why(it, feed, sayings))),
        sayings.stream()
            .filter(saying -> !saying.feed().equals(feed))
            .flatMap(
                saying -> saying.counterpartOf(told).stream().map(it -> other(saying, it, now)))
            .toList());
  }

  private static String why(Saying believed, ProviderId feed, List<Saying> sayings) {
    return sayings.stream()
        .filter(saying -> saying.feed().equals(feed))
        .findFirst()
        .map(believed::reasonAgainst)
        .orElse("");
  }

  private Other other(Saying saying, Offer offer, Instant now) {
    return new Other(saying.feed(), offer, confidence(saying.feed(), offer, now));
  }

  private Confidence confidence(ProviderId feed, Offer told, Instant now) {
    Standing standing = shelf(feed).map(it -> it.stock().standing()).orElse(Standing.REPORTED);
    boolean suspected = comparison.suspected(feed).contains(told.id());
    return Confidence.of(told, standing, suspected, now);
  }
}
