package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.matcher.workload.AcceleratorDemand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lays a feed's offers out as the slabs of a {@link Segment}. Their order does not matter. */
final class SegmentBuilder {
  private static final Comparator<Key> KEY_ORDER =
      Comparator.comparing(Key::model).thenComparing(Key::capacity);

  private final ProviderId feed;
  private final int size;
  private final PriceScale scale;
  private final Map<Key, List<Laid>> groups;

  private final Table<Region> regions = new Table<>();
  private final Table<ProviderId> sellers = new Table<>();
  private final Table<Object> shapeKeys = new Table<>();
  private final Table<AcceleratorModel> models = new Table<>();

  /** A slab's name; the model's is empty for machines without accelerators. */
  private record Key(String model, CapacityType capacity) {}

  /** An offer with the numbers that decide where it lies. */
  record Laid(Offer offer, long nanos, int shape, int flags, int region) {}

  SegmentBuilder(ProviderId feed, List<Offer> offers, PriceScale scale) {
    this.feed = feed;
    this.scale = scale;
    size = offers.size();
    groups = new TreeMap<>(KEY_ORDER);
    Map<Key, List<Laid>> unordered = new HashMap<>();
    for (Offer offer : offers) {
      String model = offer.accelerators().map(set -> set.model().name()).orElse("");
      unordered
          .computeIfAbsent(new Key(model, offer.capacityType()), key -> new ArrayList<>())
          .add(laid(offer));
    }
    groups.putAll(unordered);
  }

  Segment build() {
    OfferId[] ids = new OfferId[size];
    Slab[] slabs = new Slab[groups.size()];
    int number = 0;
    int slot = 0;
    for (List<Laid> group : groups.values()) {
      int model =
          group.get(0).offer().accelerators().map(set -> models.numberOf(set.model())).orElse(-1);
      slabs[number] = new SlabBuilder(group, model, slot, regions.entries().size()).build();
      for (Offer offer : slabs[number].offers) {
        ids[slot++] = offer.id();
      }
      number++;
    }
    return new Segment(feed, tables(slabs, new OfferIndex(feed, ids)), slabs);
  }

  private Segment.Tables tables(Slab[] slabs, OfferIndex index) {
    Region[] places = regions.entries().toArray(new Region[0]);
    int[] sellerOf = new int[places.length];
    for (int region = 0; region < places.length; region++) {
      sellerOf[region] = sellers.numberOf(places[region].provider());
    }
    int[] starts = groupStarts(slabs);
    AcceleratorModel[] modelTable = models.entries().toArray(new AcceleratorModel[0]);
    return new Segment.Tables(
        places,
        declared(slabs, places.length),
        sellers.entries().toArray(new ProviderId[0]),
        sellerOf,
        modelTable,
        starts,
        groupRows(slabs, starts),
        families(slabs, starts, modelTable),
        index,
        new AtlasSlot());
  }

  private Laid laid(Offer offer) {
    long nanos = scale.nanosOf(offer);
    int flags =
        (offer.availability().state().mayStart() ? 0 : Segment.SOLD_OUT)
            | (offer.listing() == Offer.Listing.BY_NAME ? Segment.BY_NAME : 0)
            | (nanos == PriceScale.NOWHERE ? Segment.NOT_COMPARABLE : 0);
    return new Laid(
        offer,
        nanos,
        shapeKeys.numberOf(Machines.key(offer.instanceType())),
        flags,
        regions.numberOf(offer.region()));
  }

  /** Slabs are ordered by model, so that a group is a run of them. */
  private static int[] groupStarts(Slab[] slabs) {
    List<Integer> starts = new ArrayList<>();
    for (int slab = 0; slab < slabs.length; slab++) {
      if (slab == 0 || slabs[slab].layout.model() != slabs[slab - 1].layout.model()) {
        starts.add(slab);
      }
    }
    starts.add(slabs.length);
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] groupRows(Slab[] slabs, int[] starts) {
    int[] rows = new int[starts.length - 1];
    for (int group = 0; group < rows.length; group++) {
      for (int slab = starts[group]; slab < starts[group + 1]; slab++) {
        rows[group] += slabs[slab].size();
      }
    }
    return rows;
  }

  private static Map<String, int[]> families(
      Slab[] slabs, int[] starts, AcceleratorModel[] models) {
    Map<String, List<Integer>> byFamily = new HashMap<>();
    for (int group = 0; group < starts.length - 1; group++) {
      int model = slabs[starts[group]].layout.model();
      if (model >= 0) {
        byFamily
            .computeIfAbsent(AcceleratorDemand.familyOf(models[model]), family -> new ArrayList<>())
            .add(group);
      }
    }
    Map<String, int[]> families = new HashMap<>();
    byFamily.forEach(
        (family, numbers) ->
            families.put(family, numbers.stream().mapToInt(Integer::intValue).toArray()));
    return families;
  }

  private static boolean[] declared(Slab[] slabs, int regions) {
    boolean[] byRegion = new boolean[regions];
    for (Slab slab : slabs) {
      int[] regionOf = slab.layout.blockRegion();
      for (int block = 0; block < regionOf.length; block++) {
        Offer first = slab.offer(slab.layout.blockStart()[block]);
        byRegion[regionOf[block]] |= first.source().term() == Source.Term.DECLARED;
      }
    }
    return byRegion;
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
