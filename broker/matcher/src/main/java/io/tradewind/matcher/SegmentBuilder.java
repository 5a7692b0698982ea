package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lays a feed's offers out as the columns of a {@link Segment}. Their order does not matter. */
final class SegmentBuilder {
  /** The currency in which the matcher compares. */
  static final String CURRENCY = "USD";

  /** Dearer machines are beyond reason, and would overflow sums over many nodes. */
  private static final BigDecimal MOST_PER_HOUR = BigDecimal.valueOf(500_000);

  private static final Comparator<Key> KEY_ORDER =
      Comparator.comparing(Key::model).thenComparing(Key::capacity).thenComparing(Key::region);

  final ProviderId feed;
  final Offer[] rows;
  final Map<OfferId, Offer> byId;
  final long[] priceNanos;
  final int[] shapeOf;
  final byte[] flags;
  final int[] start;
  final int[] regionOf;
  final int[] modelOf;
  final CapacityType[] capacityOf;
  final Region[] regions;
  final Segment.Shape[] shapes;
  final AcceleratorModel[] models;
  final int[] groupStart;
  final boolean[] declared;

  private final Table<Region> regionTable = new Table<>();
  private final Table<ShapeKey> shapeTable = new Table<>();
  private final Table<AcceleratorModel> modelTable = new Table<>();
  private final List<Segment.Shape> shapeList = new ArrayList<>();

  /** A partition's name; the model's is empty for machines without accelerators. */
  private record Key(String model, CapacityType capacity, Region region) {}

  private record Priced(long nanos, Offer offer) {}

  private record ShapeKey(
      String model,
      int countThousandths,
      Optional<String> slice,
      double vcpus,
      Memory memory,
      Architecture architecture,
      Interconnect interconnect) {}

  SegmentBuilder(ProviderId feed, List<Offer> offers) {
    this.feed = feed;
    byId = index(feed, offers);
    Map<Key, List<Priced>> partitions = partition(offers);
    int rowCount = offers.size();
    rows = new Offer[rowCount];
    priceNanos = new long[rowCount];
    shapeOf = new int[rowCount];
    flags = new byte[rowCount];
    start = new int[partitions.size() + 1];
    regionOf = new int[partitions.size()];
    modelOf = new int[partitions.size()];
    capacityOf = new CapacityType[partitions.size()];
    fill(partitions);
    regions = regionTable.entries().toArray(new Region[0]);
    shapes = shapeList.toArray(new Segment.Shape[0]);
    models = modelTable.entries().toArray(new AcceleratorModel[0]);
    groupStart = groups();
    declared = declaredRegions();
  }

  private static Map<OfferId, Offer> index(ProviderId feed, List<Offer> offers) {
    Map<OfferId, Offer> byId = new HashMap<>(offers.size() * 2);
    for (Offer offer : offers) {
      if (byId.put(offer.id(), offer) != null) {
        throw new IllegalArgumentException(
            "The feed %s tells of the offer %s twice. Ids are unique within a feed."
                .formatted(feed, offer.id()));
      }
    }
    return byId;
  }

  private static Map<Key, List<Priced>> partition(List<Offer> offers) {
    Map<Key, List<Priced>> unordered = new HashMap<>();
    for (Offer offer : offers) {
      String model = offer.accelerators().map(set -> set.model().name()).orElse("");
      unordered
          .computeIfAbsent(
              new Key(model, offer.capacityType(), offer.region()), key -> new ArrayList<>())
          .add(new Priced(comparablePrice(offer), offer));
    }
    Map<Key, List<Priced>> ordered = new TreeMap<>(KEY_ORDER);
    ordered.putAll(unordered);
    ordered
        .values()
        .forEach(
            list ->
                list.sort(
                    Comparator.comparingLong(Priced::nanos)
                        .thenComparing(priced -> priced.offer().id())));
    return ordered;
  }

  /** {@link Long#MAX_VALUE} when the price cannot be compared. */
  private static long comparablePrice(Offer offer) {
    Money price = offer.price().perHour();
    boolean comparable =
        price.currencyCode().equals(CURRENCY) && price.amount().compareTo(MOST_PER_HOUR) <= 0;
    return comparable ? price.nanos() : Long.MAX_VALUE;
  }

  private void fill(Map<Key, List<Priced>> partitions) {
    int partition = 0;
    int row = 0;
    for (Map.Entry<Key, List<Priced>> entry : partitions.entrySet()) {
      Offer first = entry.getValue().get(0).offer();
      start[partition] = row;
      regionOf[partition] = regionTable.numberOf(first.region());
      modelOf[partition] =
          first.accelerators().map(set -> modelTable.numberOf(set.model())).orElse(-1);
      capacityOf[partition] = first.capacityType();
      for (Priced priced : entry.getValue()) {
        fillRow(row++, priced);
      }
      partition++;
    }
    start[partition] = row;
  }

  /** Partitions are ordered by model, so that a group is a run of them. */
  private int[] groups() {
    int[] starts = new int[modelOf.length + 1];
    int groups = 0;
    for (int partition = 0; partition < modelOf.length; partition++) {
      if (partition == 0 || modelOf[partition] != modelOf[partition - 1]) {
        starts[groups++] = partition;
      }
    }
    starts[groups] = modelOf.length;
    return Arrays.copyOf(starts, groups + 1);
  }

  private boolean[] declaredRegions() {
    boolean[] byRegion = new boolean[regions.length];
    for (int partition = 0; partition < regionOf.length; partition++) {
      Offer first = rows[start[partition]];
      byRegion[regionOf[partition]] |= first.source().term() == Source.Term.DECLARED;
    }
    return byRegion;
  }

  private void fillRow(int row, Priced priced) {
    Offer offer = priced.offer();
    rows[row] = offer;
    priceNanos[row] = priced.nanos();
    shapeOf[row] = shape(offer.instanceType());
    flags[row] =
        (byte)
            ((offer.availability().state().mayStart() ? 0 : Segment.SOLD_OUT)
                | (offer.listing() == Offer.Listing.BY_NAME ? Segment.BY_NAME : 0)
                | (priced.nanos() == Long.MAX_VALUE ? Segment.NOT_COMPARABLE : 0));
  }

  private int shape(InstanceType type) {
    int count = type.accelerators().map(AcceleratorSet::countThousandths).orElse(0);
    ShapeKey key =
        new ShapeKey(
            type.accelerators().map(set -> set.model().name()).orElse(""),
            count,
            type.accelerators().flatMap(AcceleratorSet::slice),
            type.vcpus(),
            type.memory(),
            type.architecture(),
            type.interconnect());
    int number = shapeTable.numberOf(key);
    if (number == shapeList.size()) {
      shapeList.add(new Segment.Shape(type, count, NodeCarbon.of(type)));
    }
    return number;
  }

  /** Numbers values in the order in which they are first seen. */
  private static final class Table<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> entries = new ArrayList<>();

    int numberOf(T value) {
      Integer known = numbers.get(value);
      if (known != null) {
        return known;
      }
      numbers.put(value, entries.size());
      entries.add(value);
      return entries.size() - 1;
    }

    List<T> entries() {
      return entries;
    }
  }
}
