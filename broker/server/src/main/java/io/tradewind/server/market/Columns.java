package io.tradewind.server.market;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One feed's offers laid out for lists: ascending by (price, id), with every attribute that a list
 * can be filtered or sorted by in an array of numbers, so that a request scans numbers and touches
 * only the offers that it shows.
 */
final class Columns {
  /**
   * Stands for a price in another currency than dollars, and for the price per accelerator of a
   * machine without: sorted last.
   */
  static final long NO_PRICE = Long.MAX_VALUE;

  static final int NO_MODEL = -1;

  private static final String COMPARED_CURRENCY = "USD";
  private static final BigDecimal MOST_COMPARED = BigDecimal.valueOf(1_000_000_000);

  final ProviderId feed;
  final Offer[] rows;
  final long[] priceNanos;
  final long[] nanosPerAccelerator;
  final long[] observedAtMillis;
  final int[] countThousandths;
  final long[] memoryMebibytes;
  final byte[] capacityType;
  final boolean[] superseded;
  final int[] regionOf;
  final int[] modelOf;
  final int[] typeOf;
  final Region[] regions;
  final AcceleratorModel[] models;
  final String[] types;

  private Columns(
      ProviderId feed, Offer[] sorted, long[] sortedNanos, Predicate<Offer> isSuperseded) {
    this.feed = feed;
    rows = sorted;
    priceNanos = sortedNanos;
    int size = sorted.length;
    nanosPerAccelerator = new long[size];
    observedAtMillis = new long[size];
    countThousandths = new int[size];
    memoryMebibytes = new long[size];
    capacityType = new byte[size];
    superseded = new boolean[size];
    regionOf = new int[size];
    modelOf = new int[size];
    typeOf = new int[size];
    Numbering<Region> regionNumbers = new Numbering<>();
    Numbering<AcceleratorModel> modelNumbers = new Numbering<>();
    Numbering<String> typeNumbers = new Numbering<>();
    for (int row = 0; row < size; row++) {
      Offer offer = sorted[row];
      regionOf[row] = regionNumbers.of(offer.region());
      typeOf[row] = typeNumbers.of(offer.instanceType().name());
      modelOf[row] = offer.accelerators().map(set -> modelNumbers.of(set.model())).orElse(NO_MODEL);
      superseded[row] = isSuperseded.test(offer);
      fill(row, offer);
    }
    regions = regionNumbers.values.toArray(Region[]::new);
    models = modelNumbers.values.toArray(AcceleratorModel[]::new);
    types = typeNumbers.values.toArray(String[]::new);
  }

  static Columns of(ProviderId feed, List<Offer> offers, Predicate<Offer> isSuperseded) {
    Priced[] priced = new Priced[offers.size()];
    for (int i = 0; i < priced.length; i++) {
      priced[i] = new Priced(comparableNanos(offers.get(i).price().perHour()), offers.get(i));
    }
    Arrays.sort(
        priced, Comparator.comparingLong(Priced::nanos).thenComparing(entry -> entry.offer().id()));
    Offer[] sorted = new Offer[priced.length];
    long[] nanos = new long[priced.length];
    for (int i = 0; i < priced.length; i++) {
      sorted[i] = priced[i].offer();
      nanos[i] = priced[i].nanos();
    }
    return new Columns(feed, sorted, nanos, isSuperseded);
  }

  int size() {
    return rows.length;
  }

  private void fill(int row, Offer offer) {
    observedAtMillis[row] = offer.observedAt().toEpochMilli();
    memoryMebibytes[row] = offer.instanceType().memory().mebibytes();
    capacityType[row] = (byte) offer.capacityType().ordinal();
    countThousandths[row] = offer.accelerators().map(AcceleratorSet::countThousandths).orElse(0);
    nanosPerAccelerator[row] =
        priceNanos[row] == NO_PRICE
            ? NO_PRICE
            : OfferView.perAccelerator(offer).map(Columns::comparableNanos).orElse(NO_PRICE);
  }

  private static long comparableNanos(Money price) {
    boolean comparable =
        price.currencyCode().equals(COMPARED_CURRENCY)
            && price.amount().compareTo(MOST_COMPARED) < 0;
    return comparable ? price.nanos() : NO_PRICE;
  }

  private record Priced(long nanos, Offer offer) {}

  /** Numbers values in the order in which they are first seen. */
  private static final class Numbering<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    int of(T value) {
      return numbers.computeIfAbsent(
          value,
          fresh -> {
            values.add(fresh);
            return values.size() - 1;
          });
    }
  }
}
