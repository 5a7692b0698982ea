package io.tradewind.server.market;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.matcher.PriceScale;
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
   * Stands for a price in a currency without a rate, and for the price per accelerator of a machine
   * without: sorted last.
   */
  static final long NO_PRICE = Long.MAX_VALUE;

  static final int NO_MODEL = -1;

  private static final BigDecimal MOST_COMPARED = BigDecimal.valueOf(1_000_000_000);

  final ProviderId feed;
  private final PriceScale scale;
  final Offer[] rows;

  /** Where the offer of a row stands in what the feed told. */
  private final int[] toldAs;

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
      ProviderId feed, PriceScale scale, Priced[] sorted, Predicate<Offer> isSuperseded) {
    this.feed = feed;
    this.scale = scale;
    int size = sorted.length;
    rows = new Offer[size];
    toldAs = new int[size];
    priceNanos = new long[size];
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
      Offer offer = sorted[row].offer();
      rows[row] = offer;
      toldAs[row] = sorted[row].from();
      priceNanos[row] = sorted[row].nanos();
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

  /** What stood in row {@code from[i]} of {@code before} stands in row {@code i} now. */
  private Columns(Columns before, int[] from, List<Offer> now, long[] nanos) {
    feed = before.feed;
    scale = before.scale;
    regions = before.regions;
    models = before.models;
    types = before.types;
    int size = from.length;
    rows = new Offer[size];
    toldAs = new int[size];
    priceNanos = new long[size];
    nanosPerAccelerator = new long[size];
    observedAtMillis = new long[size];
    countThousandths = new int[size];
    memoryMebibytes = new long[size];
    capacityType = new byte[size];
    superseded = new boolean[size];
    regionOf = new int[size];
    modelOf = new int[size];
    typeOf = new int[size];
    for (int row = 0; row < size; row++) {
      int was = from[row];
      toldAs[row] = before.toldAs[was];
      rows[row] = now.get(toldAs[row]);
      priceNanos[row] = nanos[was];
      regionOf[row] = before.regionOf[was];
      modelOf[row] = before.modelOf[was];
      typeOf[row] = before.typeOf[was];
      superseded[row] = before.superseded[was];
      countThousandths[row] = before.countThousandths[was];
      memoryMebibytes[row] = before.memoryMebibytes[was];
      capacityType[row] = before.capacityType[was];
      observedAtMillis[row] = rows[row].observedAt().toEpochMilli();
      boolean same = priceNanos[row] == before.priceNanos[was];
      nanosPerAccelerator[row] = same ? before.nanosPerAccelerator[was] : perAccelerator(row);
    }
  }

  /**
   * @param scale by which prices of other currencies find their place
   */
  static Columns of(
      ProviderId feed, PriceScale scale, List<Offer> offers, Predicate<Offer> isSuperseded) {
    Priced[] priced = new Priced[offers.size()];
    for (int i = 0; i < priced.length; i++) {
      priced[i] = new Priced(i, nanos(offers.get(i).price().perHour(), scale), offers.get(i));
    }
    Arrays.sort(priced, Priced.ORDER);
    return new Columns(feed, scale, priced, isSuperseded);
  }

  /**
   * The same machines as they are told now, in the order in which they were told before; only their
   * prices, times and figures have changed.
   */
  Columns with(List<Offer> now) {
    long[] nanos = new long[rows.length];
    int[] stay = new int[rows.length];
    int staying = 0;
    List<Priced> go = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      Offer offer = now.get(toldAs[row]);
      nanos[row] = nanosOf(row, offer);
      if (nanos[row] == priceNanos[row]) {
        stay[staying++] = row;
      } else {
        go.add(new Priced(row, nanos[row], offer));
      }
    }
    go.sort(Priced.ORDER);
    return new Columns(this, merged(stay, go), now, nanos);
  }

  /** What the offer of a row costs as it is now. */
  private long nanosOf(int row, Offer now) {
    return now.price().equals(rows[row].price())
        ? priceNanos[row]
        : nanos(now.price().perHour(), scale);
  }

  /** The old rows in their new order: those that stay are in order among themselves. */
  private int[] merged(int[] stay, List<Priced> go) {
    int[] merged = new int[rows.length];
    int left = 0;
    int right = 0;
    for (int row = 0; row < merged.length; row++) {
      boolean stays =
          right == go.size()
              || (row - right < rows.length - go.size() && isBefore(stay[left], go.get(right)));
      merged[row] = stays ? stay[left++] : go.get(right++).from();
    }
    return merged;
  }

  private boolean isBefore(int row, Priced other) {
    return priceNanos[row] != other.nanos()
        ? priceNanos[row] < other.nanos()
        : rows[row].id().compareTo(other.offer().id()) < 0;
  }

  int size() {
    return rows.length;
  }

  private void fill(int row, Offer offer) {
    observedAtMillis[row] = offer.observedAt().toEpochMilli();
    memoryMebibytes[row] = offer.instanceType().memory().mebibytes();
    capacityType[row] = (byte) offer.capacityType().ordinal();
    countThousandths[row] = offer.accelerators().map(AcceleratorSet::countThousandths).orElse(0);
    nanosPerAccelerator[row] = perAccelerator(row);
  }

  private long perAccelerator(int row) {
    return priceNanos[row] == NO_PRICE
        ? NO_PRICE
        : OfferView.perAccelerator(rows[row]).map(it -> nanos(it, scale)).orElse(NO_PRICE);
  }

  private static long nanos(Money price, PriceScale scale) {
    return scale
        .of(price)
        .filter(it -> it.amount().compareTo(MOST_COMPARED) < 0)
        .map(Money::nanos)
        .orElse(NO_PRICE);
  }

  /** By its seller, or by somebody who reports it; not what a site declares of itself. */
  boolean isPublished(int row) {
    return rows[row].source().term() != Source.Term.DECLARED;
  }

  /** What one device costs an hour, where it is asked in dollars; else {@link #NO_PRICE}. */
  long dollarsPerAccelerator(int row) {
    boolean asked = rows[row].price().perHour().currency().equals(PriceScale.CURRENCY);
    return asked ? nanosPerAccelerator[row] : NO_PRICE;
  }

  /** An offer as it is now, and where it stood. */
  private record Priced(int from, long nanos, Offer offer) {
    static final Comparator<Priced> ORDER =
        Comparator.comparingLong(Priced::nanos).thenComparing(it -> it.offer().id());
  }

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
