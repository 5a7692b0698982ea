package io.tradewind.server.market;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.PriceScale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One feed's stock with what holds for it now: which offers another source supersedes, which have
 * expired, and at what price the organization buys.
 */
final class Shelf {
  private final Stock stock;
  private final Set<OfferId> superseded;
  private final Set<OfferId> suspected;
  private final List<PriceOverride> overrides;
  private final PriceScale scale;
  private final int expired;
  private final Instant expiry;
  private final Map<OfferId, PriceOverride> overridden = new HashMap<>();
  private final Map<OfferId, Offer> own = new HashMap<>();
  private @Nullable Columns columns;

  private Shelf(
      Stock stock, Comparison compared, Overrides overrides, PriceScale rates, Instant now) {
    this.stock = stock;
    ProviderId feed = stock.feed();
    superseded = compared.superseded(feed);
    suspected = compared.suspected(feed);
    this.overrides =
        overrides.inForce().stream()
            .filter(it -> stock.offers().stream().anyMatch(it::fits))
            .toList();
    expiry = Freshness.STALE.since(now);
    expired = countExpired();
    if (!this.overrides.isEmpty()) {
      stock.offers().forEach(offer -> overrides.of(offer).ifPresent(it -> reprice(offer, it)));
    }
    boolean foreign = stock.isForeign() || own.values().stream().anyMatch(Stock::isForeign);
    scale = foreign ? rates : PriceScale.DOLLARS_ALONE;
  }

  static Shelf of(
      Stock stock, Comparison compared, Overrides overrides, PriceScale rates, Instant now) {
    return new Shelf(stock, compared, overrides, rates, now);
  }

  /**
   * Lays out the columns; only once it is known that they are needed.
   *
   * @return every offer, at the organization's prices
   */
  List<Offer> fill() {
    List<Offer> priced = priced();
    columns = Columns.of(stock.feed(), scale, priced, offer -> superseded.contains(offer.id()));
    return priced;
  }

  /**
   * The same for the cost of what changed since the shelf before.
   *
   * @return what changed, at the organization's prices; empty, and nothing is laid out, where more
   *     than prices, times and figures may have changed
   */
  Optional<List<Offer>> fillFrom(Shelf before) {
    if (!stock.isLaidOutLike(before.stock)
        || expired + before.expired > 0
        || !scale.equals(before.scale)
        || !superseded.equals(before.superseded)) {
      return Optional.empty();
    }
    List<Offer> now = priced();
    List<Offer> earlier = before.priced();
    List<Offer> changed = new ArrayList<>();
    for (int row = 0; row < now.size(); row++) {
      if (!now.get(row).equals(earlier.get(row))) {
        changed.add(now.get(row));
      }
    }
    columns = before.columns().with(now);
    return Optional.of(changed);
  }

  /** Every offer in the order in which it was told, at the organization's prices. */
  private List<Offer> priced() {
    return own.isEmpty() ? stock.offers() : stock.offers().stream().map(this::own).toList();
  }

  boolean isSameAs(Shelf other) {
    return stock == other.stock
        && expired == other.expired
        && overrides.equals(other.overrides)
        && scale.equals(other.scale)
        && superseded.equals(other.superseded)
        && suspected.equals(other.suspected);
  }

  Stock stock() {
    return stock;
  }

  Columns columns() {
    if (columns == null) {
      throw new IllegalStateException("The shelf of %s is not filled.".formatted(stock.feed()));
    }
    return columns;
  }

  /** Those of some offers that are neither expired nor superseded. */
  List<Offer> placeable(List<Offer> offers) {
    List<Offer> placeable = new ArrayList<>(offers.size());
    for (Offer offer : offers) {
      if (!superseded.contains(offer.id()) && !isExpired(offer)) {
        placeable.add(offer);
      }
    }
    return placeable;
  }

  /** What is believed, whatever its age, at the prices that were told. */
  List<Offer> believed() {
    return superseded.isEmpty()
        ? stock.offers()
        : stock.offers().stream().filter(offer -> !superseded.contains(offer.id())).toList();
  }

  int superseded() {
    return superseded.size();
  }

  int suspected() {
    return suspected.size();
  }

  /** How many have expired and are not superseded anyway. */
  int expired() {
    return expired;
  }

  Optional<Offer> find(OfferId id) {
    return stock.find(id).map(this::own);
  }

  Optional<PriceOverride> overrideOf(OfferId id) {
    return Optional.ofNullable(overridden.get(id));
  }

  Collection<PriceOverride> overridden() {
    return overridden.values();
  }

  /** When an offer becomes stale or expires next. */
  Instant ages(Instant now) {
    if (stock.size() > 0 && !stock.hasOlderThan(Freshness.AGING.since(now))) {
      return Freshness.nextChange(stock.oldest(), now);
    }
    Instant next = Instant.MAX;
    for (Offer offer : stock.offers()) {
      Instant change = Freshness.nextChange(offer.observedAt(), now);
      next = change.isBefore(next) ? change : next;
    }
    return next;
  }

  private int countExpired() {
    if (!stock.hasOlderThan(expiry)) {
      return 0;
    }
    return (int)
        stock.offers().stream()
            .filter(offer -> isExpired(offer) && !superseded.contains(offer.id()))
            .count();
  }

  private boolean isExpired(Offer offer) {
    return !offer.observedAt().isAfter(expiry);
  }

  private void reprice(Offer offer, PriceOverride override) {
    overridden.put(offer.id(), override);
    own.put(offer.id(), offer.repriced(override.terms().of(offer.price()), offer.observedAt()));
  }

  private Offer own(Offer told) {
    return own.isEmpty() ? told : own.getOrDefault(told.id(), told);
  }
}
