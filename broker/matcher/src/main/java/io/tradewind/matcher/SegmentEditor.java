package io.tradewind.matcher;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next version of a segment after some of its prices moved: only their slabs are copied. */
final class SegmentEditor {
  private final Segment segment;
  private final @Nullable SlabEditor[] editors;

  private SegmentEditor(Segment segment) {
    this.segment = segment;
    editors = new SlabEditor[segment.slabs.length];
  }

  /** Moves of offers that the segment does not have are left out. */
  static Segment apply(Segment segment, List<PriceMove> moves) {
    SegmentEditor editor = new SegmentEditor(segment);
    for (PriceMove move : moves) {
      if (!editor.move(move)) {
        return laidOutAnew(segment, moves);
      }
    }
    return editor.done();
  }

  /** False when the price can be compared and could not be before, or the other way round. */
  private boolean move(PriceMove move) {
    int slot = segment.tables.index().slotOf(move.offer());
    if (slot == OfferIndex.NONE) {
      return true;
    }
    int number = segment.slabOfSlot(slot);
    SlabEditor editor = editors[number];
    if (editor == null) {
      editor = new SlabEditor(segment.slabs[number]);
      editors[number] = editor;
    }
    int local = slot - segment.slabs[number].layout.firstSlot();
    Offer repriced = editor.offer(local).repriced(move.price(), move.observedAt());
    long from = SegmentBuilder.comparablePrice(editor.offer(local));
    long to = SegmentBuilder.comparablePrice(repriced);
    if ((from == Long.MAX_VALUE) != (to == Long.MAX_VALUE)) {
      return false;
    }
    editor.move(local, repriced, from, to);
    return true;
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

  private static Segment laidOutAnew(Segment segment, List<PriceMove> moves) {
    Map<OfferId, PriceMove> byId = new HashMap<>();
    moves.forEach(move -> byId.put(move.offer(), move));
    List<Offer> offers = new ArrayList<>(segment.size());
    for (Offer offer : segment.offers()) {
      PriceMove move = byId.get(offer.id());
      offers.add(move == null ? offer : offer.repriced(move.price(), move.observedAt()));
    }
    return Segment.of(segment.feed(), offers);
  }
}
