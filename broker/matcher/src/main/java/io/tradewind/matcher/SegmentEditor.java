package io.tradewind.matcher;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next version of a segment after some of its prices moved: only their slabs are copied. */
final class SegmentEditor {
  private final Segment segment;
  private final PriceScale scale;
  private final @Nullable SlabEditor[] editors;

  private SegmentEditor(Segment segment, PriceScale scale) {
    this.segment = segment;
    this.scale = scale;
    editors = new SlabEditor[segment.slabs.length];
  }

  /** Moves of offers that the segment does not have are left out. */
  static Segment apply(Segment segment, List<PriceMove> moves, PriceScale scale) {
    SegmentEditor editor = new SegmentEditor(segment, scale);
    for (long known : bySlot(segment, moves)) {
      if (!editor.reprice((int) (known >>> 32), moves.get((int) known))) {
        return editor.laidOutAnew(moves);
      }
    }
    return editor.done();
  }

  /** Offers that the segment does not have are added. */
  static Segment update(Segment segment, List<Offer> told, PriceScale scale) {
    SegmentEditor editor = new SegmentEditor(segment, scale);
    for (Offer offer : told) {
      int slot = segment.tables.index().slotOf(offer.id());
      if (slot == OfferIndex.NONE || !editor.put(slot, offer)) {
        return editor.anewWith(told);
      }
    }
    return editor.done();
  }

  /**
   * Each move that is known as its slot and its number in the list, in that order: memory is then
   * walked from one end to the other, where a move at a time would wait for a place of it each. The
   * slots are found first, since a loop that does nothing else waits for many places together.
   */
  private static long[] bySlot(Segment segment, List<PriceMove> moves) {
    long[] known = new long[moves.size()];
    int count = 0;
    OfferIndex index = segment.tables.index();
    for (int i = 0; i < known.length; i++) {
      long slot = index.slotOf(moves.get(i).offer());
      known[count] = slot << 32 | i;
      count += slot == OfferIndex.NONE ? 0 : 1;
    }
    long[] ordered = Arrays.copyOf(known, count);
    Arrays.sort(ordered);
    return ordered;
  }

  /** False when the price could be compared before and cannot be now, or the other way round. */
  private boolean reprice(int slot, PriceMove move) {
    int number = segment.slabOfSlot(slot);
    int local = slot - segment.slabs[number].layout.firstSlot();
    SlabEditor editor = editor(number);
    Offer next = moved(editor.offer(local), move);
    return editor.move(local, next, scale.nanosOf(next));
  }

  /** False when the offer does not belong where the one before it lies. */
  private boolean put(int slot, Offer next) {
    int number = segment.slabOfSlot(slot);
    int local = slot - segment.slabs[number].layout.firstSlot();
    Offer before = offer(slot);
    if (!liesWhere(before, next)) {
      return false;
    }
    if (before.price().equals(next.price())) {
      editor(number).replace(local, next);
      return true;
    }
    return editor(number).move(local, next, scale.nanosOf(next));
  }

  private SlabEditor editor(int number) {
    SlabEditor editor = editors[number];
    if (editor == null) {
      editor = new SlabEditor(segment.slabs[number], scale);
      editors[number] = editor;
    }
    return editor;
  }

  /** As the editor leaves it so far. */
  private Offer offer(int slot) {
    int number = segment.slabOfSlot(slot);
    SlabEditor editor = editors[number];
    int local = slot - segment.slabs[number].layout.firstSlot();
    return editor == null ? segment.slabs[number].offers[local] : editor.offer(local);
  }

  /** Of the same block, and saying the same of its region. */
  private static boolean liesWhere(Offer before, Offer next) {
    return before.capacityType() == next.capacityType()
        && before.listing() == next.listing()
        && before.availability().state().mayStart() == next.availability().state().mayStart()
        && before.source().term() == next.source().term()
        && before.region().equals(next.region())
        && before.instanceType().equals(next.instanceType());
  }

  private Segment done() {
    Slab[] slabs = segment.slabs.clone();
    for (int number = 0; number < slabs.length; number++) {
      SlabEditor editor = editors[number];
      if (editor != null) {
        slabs[number] = editor.done();
      }
    }
    return new Segment(segment.feed(), segment.tables, slabs);
  }

  private static Offer moved(Offer offer, PriceMove move) {
    return offer.repriced(move.price(), move.observedAt());
  }

  private Segment laidOutAnew(List<PriceMove> moves) {
    Map<OfferId, Offer> byId = byId();
    moves.forEach(move -> byId.computeIfPresent(move.offer(), (id, offer) -> moved(offer, move)));
    return Segment.of(segment.feed(), List.copyOf(byId.values()), scale);
  }

  private Segment anewWith(List<Offer> told) {
    Map<OfferId, Offer> byId = byId();
    told.forEach(offer -> byId.put(offer.id(), offer));
    return Segment.of(segment.feed(), List.copyOf(byId.values()), scale);
  }

  private Map<OfferId, Offer> byId() {
    Map<OfferId, Offer> byId = new LinkedHashMap<>(segment.size() * 2);
    segment.offers().forEach(offer -> byId.put(offer.id(), offer));
    return byId;
  }
}
