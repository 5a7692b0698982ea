package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One feed's offers, in slabs of one accelerator model and capacity type. Immutable. */
final class Segment {
  /** Flags of a kind. */
  static final int SOLD_OUT = 1;

  static final int BY_NAME = 2;
  static final int NOT_COMPARABLE = 4;

  private final ProviderId feed;
  private final int size;
  final Tables tables;

  /** By model, then capacity type. */
  final Slab[] slabs;

  /**
   * What does not change while prices move.
   *
   * @param declared whether an operator declared what is sold at a region, by region
   * @param sellerOf number of the seller, by region
   * @param groupStart where each model's slabs begin; a group without accelerators comes first
   * @param groupRows how many offers each group has
   * @param families groups by the first word of their model's name
   */
  record Tables(
      Region[] regions,
      boolean[] declared,
      ProviderId[] sellers,
      int[] sellerOf,
      AcceleratorModel[] models,
      int[] groupStart,
      int[] groupRows,
      Map<String, int[]> families,
      OfferIndex index,
      AtlasSlot atlas) {}

  Segment(ProviderId feed, Tables tables, Slab[] slabs) {
    this.feed = feed;
    this.tables = tables;
    this.slabs = slabs;
    int rows = 0;
    for (Slab slab : slabs) {
      rows += slab.size();
    }
    size = rows;
  }

  static Segment of(ProviderId feed, List<Offer> offers, PriceScale scale) {
    return new SegmentBuilder(feed, offers, scale).build();
  }

  /** Laid out by other rates; itself where no price depends on them. */
  Segment on(PriceScale scale) {
    List<Offer> offers = offers();
    boolean dollars =
        offers.stream().allMatch(it -> it.price().perHour().currency().equals(PriceScale.CURRENCY));
    return dollars ? this : of(feed, offers, scale);
  }

  /** Whether any of its offers can be leased. */
  boolean isLeasable(Conditions conditions) {
    return conditions.leasableFeeds().contains(feed)
        || Arrays.stream(tables.sellers()).anyMatch(conditions.leasableSellers()::contains);
  }

  ProviderId feed() {
    return feed;
  }

  int size() {
    return size;
  }

  int groups() {
    return tables.groupRows().length;
  }

  /** Null for machines without accelerators. */
  @Nullable AcceleratorModel modelOfGroup(int group) {
    int model = slabs[tables.groupStart()[group]].layout.model();
    return model < 0 ? null : tables.models()[model];
  }

  /** In the segment's own order: by model, capacity type, machine, price. */
  List<Offer> offers() {
    List<Offer> all = new ArrayList<>(size);
    for (Slab slab : slabs) {
      for (int row = 0; row < slab.size(); row++) {
        all.add(slab.offer(row));
      }
    }
    return Collections.unmodifiableList(all);
  }

  Optional<Offer> find(OfferId id) {
    int slot = tables.index().slotOf(id);
    if (slot == OfferIndex.NONE) {
      return Optional.empty();
    }
    Slab slab = slabs[slabOfSlot(slot)];
    return Optional.of(slab.offers[slot - slab.layout.firstSlot()]);
  }

  /** The slab that holds a slot. */
  int slabOfSlot(int slot) {
    int low = 0;
    int high = slabs.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (slabs[middle].layout.firstSlot() > slot) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }
}
