package io.tradewind.server.market;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
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
      ProviderId feed,
      PriceScale scale,
      Offer[] sorted,
      long[] sortedNanos,
      Predicate<Offer> isSuperseded) {
    this.feed = feed;
    this.scale = scale;
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

  /** What stood in some row of {@code before} stands in another now. */
  private Columns(Columns before, Moved[] moved) {
    feed = before.feed;
    scale = before.scale;
    regions = before.regions;
    models = before.models;
    types = before.types;
    int size = moved.length;
    rows = new Offer[size];
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
      int from = moved[row].from();
      rows[row] = moved[row].offer();
      priceNanos[row] = moved[row].nanos();
      regionOf[row] = before.regionOf[from];
      modelOf[row] = before.modelOf[from];
      typeOf[row] = before.typeOf[from];
      superseded[row] = before.superseded[from];
      countThousandths[row] = before.countThousandths[from];
      memoryMebibytes[row] = before.memoryMebibytes[from];
      capacityType[row] = before.capacityType[from];
      observedAtMillis[row] = rows[row].observedAt().toEpochMilli();
      boolean same = priceNanos[row] == before.priceNanos[from];
      nanosPerAccelerator[row] = same ? before.nanosPerAccelerator[from] : perAccelerator(row);
    }
  }

  /**
   * @param scale by which prices of other currencies find their place
   */
  static Columns of(
      ProviderId feed, PriceScale scale, List<Offer> offers, Predicate<Offer> isSuperseded) {
    Priced[] priced = new Priced[offers.size()];
    for (int i = 0; i < priced.length; i++) {
      priced[i] = new Priced(nanos(offers.get(i).price().perHour(), scale), offers.get(i));
    }
    Arrays.sort(
        priced, Comparator.comparingLong(Priced::nanos).thenComparing(entry -> entry.offer().id()));
    Offer[] sorted = new Offer[priced.length];
    long[] nanos = new long[priced.length];
    for (int i = 0; i < priced.length; i++) {
      sorted[i] = priced[i].offer();
      nanos[i] = priced[i].nanos();
    }
    return new Columns(feed, scale, sorted, nanos, isSuperseded);
  }

  /** The same offers with some of them as they are told now; what they are has not changed. */
  Columns with(List<Offer> changed) {
    Map<OfferId, Offer> next = new HashMap<>(changed.size() * 2);
    changed.forEach(offer -> next.put(offer.id(), offer));
    List<Moved> stay = new ArrayList<>(rows.length);
    List<Moved> go = new ArrayList<>();
    for (int row = 0; row < rows.length; row++) {
      Offer offer = next.getOrDefault(rows[row].id(), rows[row]);
      long nanos = nanosOf(row, offer);
      (nanos == priceNanos[row] ? stay : go).add(new Moved(row, nanos, offer));
    }
    go.sort(Moved.ORDER);
    return new Columns(this, merged(stay, go));
  }

  /** What the offer of a row costs as it is now. */
  private long nanosOf(int row, Offer now) {
    return now.price().equals(rows[row].price())
        ? priceNanos[row]
        : nanos(now.price().perHour(), scale);
  }

  private static Moved[] merged(List<Moved> stay, List<Moved> go) {
    Moved[] merged = new Moved[stay.size() + go.size()];
    int left = 0;
    int right = 0;
    for (int row = 0; row < merged.length; row++) {
      boolean stays =
          right == go.size()
              || (left < stay.size() && Moved.ORDER.compare(stay.get(left), go.get(right)) < 0);
      merged[row] = stays ? stay.get(left++) : go.get(right++);
    }
    return merged;
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

  /** What one device costs an hour, where it is asked in dollars; else {@link #NO_PRICE}. */
  long dollarsPerAccelerator(int row) {
    boolean asked = rows[row].price().perHour().currency().equals(PriceScale.CURRENCY);
    return asked ? nanosPerAccelerator[row] : NO_PRICE;
  }

  private record Priced(long nanos, Offer offer) {}

  /** An offer as it is now, and the row in which it stood. */
  private record Moved(int from, long nanos, Offer offer) {
    static final Comparator<Moved> ORDER =
        Comparator.comparingLong(Moved::nanos).thenComparing(it -> it.offer().id());
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
