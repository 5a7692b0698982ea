package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.CapacityType;
import io.tradewind.matcher.fence.Fence;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.Resources;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the market for one question. Whole groups of a model, then whole slabs, are turned away by
 * count; only a slab of which model and capacity type will do is looked into, by {@link SlabScan}.
 *
 * <p>Where a workload has alternatives, an offer is judged by those that its slab comes closest to:
 * fewest failures, then the latest in filter order, then the first listed. Failures that depend on
 * the region count for all alternatives alike, so that they never decide which is closest.
 */
final class Scan {
  private static final int[] NO_GROUPS = {};

  private final Question question;
  private final List<SlabScan> open = new ArrayList<>();
  private final Tally tally;
  private final int[] masks;

  /** What the model of a group fails, by alternative. */
  private final int[] modelMasks;

  /** Alternatives of which the group's model is another form, as bits. */
  private int otherForms;

  private final Map<Question, SegmentView> byRun = new HashMap<>();
  private boolean hasFront;

  private Scan(Question question, int most) {
    this.question = question;
    tally = new Tally(most);
    masks = new int[question.alternatives().size()];
    modelMasks = new int[masks.length];
  }

  /**
   * @param most how many of the cheapest are kept
   */
  static Scan of(Question question, Collection<Segment> segments, int most) {
    Scan scan = new Scan(question, most);
    for (Segment segment : segments) {
      scan.walk(segment);
    }
    return scan;
  }

  Question question() {
    return question;
  }

  Tally tally() {
    return tally;
  }

  /**
   * What nothing feasible beats in cost, carbon and round trip. Looked for when first asked for.
   */
  List<Pick> front() {
    if (!hasFront) {
      open.forEach(SlabScan::findFront);
      hasFront = true;
    }
    return tally.front.inOrder();
  }

  /** Where feasible rows may lie, for a second look. */
  List<SlabScan> open() {
    return open;
  }

  private void walk(Segment segment) {
    tally.considered += segment.size();
    int feedMask = question.maskOfFeed(segment.isLeasable(question.conditions()));
    if (Integer.bitCount(feedMask) > 1) {
      tally.reject(RejectionReason.firstOf(feedMask), segment.size());
      return;
    }
    SegmentView view = new SegmentView(segment, question);
    byRun.clear();
    int foreign = segment.size();
    BitSet groups = groupsToLookAt(segment);
    for (int group = groups.nextSetBit(0); group >= 0; group = groups.nextSetBit(group + 1)) {
      AcceleratorModel model = segment.modelOfGroup(group);
      if (!isForeign(model)) {
        foreign -= segment.tables.groupRows()[group];
        Question here = question.on(model);
        walkGroup(viewBy(here, view), group, model, feedMask | here.maskOfRun());
      }
    }
    if (foreign > 0) {
      int mask = feedMask | RejectionReason.ACCELERATOR.bit();
      tally.reject(RejectionReason.firstOf(mask), foreign);
    }
  }

  /** Models on which the work takes equally long share a view. */
  private SegmentView viewBy(Question here, SegmentView shared) {
    return here == question
        ? shared
        : byRun.computeIfAbsent(here, other -> new SegmentView(shared.segment(), other));
  }

  /** All that could be something else than foreign. */
  private BitSet groupsToLookAt(Segment segment) {
    BitSet groups = new BitSet(segment.groups());
    for (Resources wanted : question.alternatives()) {
      Optional<AcceleratorDemand> demand = wanted.accelerators();
      Optional<Set<String>> families =
          demand.isEmpty() ? Optional.empty() : demand.get().families();
      if (families.isEmpty()) {
        groups.set(0, segment.groups());
        return groups;
      }
      for (String family : families.get()) {
        for (int group : segment.tables.families().getOrDefault(family, NO_GROUPS)) {
          groups.set(group);
        }
      }
    }
    return groups;
  }

  /** Neither wanted, nor another form of what is wanted: no use even as a near miss. */
  private boolean isForeign(@Nullable AcceleratorModel model) {
    for (Resources wanted : question.alternatives()) {
      if (Filters.acceptsModel(wanted, model) || Filters.isOtherForm(wanted, model)) {
        return false;
      }
    }
    return true;
  }

  private void walkGroup(
      SegmentView view, int group, @Nullable AcceleratorModel model, int sharedMask) {
    otherForms = 0;
    Fence fence = question.conditions().fence();
    boolean allowed = model == null || fence.allowsAccelerator(model.name());
    int groupMask = allowed ? sharedMask : sharedMask | RejectionReason.POLICY.bit();
    for (int i = 0; i < masks.length; i++) {
      Resources wanted = question.alternatives().get(i);
      otherForms |= question.wanted()[i].isOtherForm(model) ? 1 << i : 0;
      modelMasks[i] =
          groupMask | Filters.maskOfModel(wanted, model, question.workload().software());
    }
    int[] starts = view.segment().tables.groupStart();
    for (int number = starts[group]; number < starts[group + 1]; number++) {
      Slab slab = view.segment().slabs[number];
      judge(slab);
      walkSlab(view, slab);
    }
  }

  /** Fills {@link #masks} with what the whole slab fails of each alternative. */
  private void judge(Slab slab) {
    CapacityType type = slab.layout.capacity();
    boolean allowed = question.conditions().fence().allowsCapacity(type);
    for (int i = 0; i < masks.length; i++) {
      boolean capacity = allowed && question.wanted()[i].takes(type);
      masks[i] = capacity ? modelMasks[i] : modelMasks[i] | RejectionReason.CAPACITY.bit();
    }
  }

  private void walkSlab(SegmentView view, Slab slab) {
    int closest = masks[Closest.of(masks)];
    if (closest == 0) {
      SlabScan rows = new SlabScan(view, slab, Closest.open(masks), otherForms, tally);
      rows.scan();
      open.add(rows);
      return;
    }
    tally.reject(RejectionReason.firstOf(closest), slab.size());
    if (Integer.bitCount(closest) == 1) {
      int told = 0;
      for (int mask : masks) {
        if (Integer.bitCount(mask) == 1 && (told & mask) == 0) {
          told |= mask;
          nearMiss(view, slab, mask);
        }
      }
    }
  }

  /** The cheapest row that fails nothing but what the whole slab fails. */
  private void nearMiss(SegmentView view, Slab slab, int mask) {
    RejectionReason reason = RejectionReason.firstOf(mask);
    if (!NearestMisses.isTold(reason) || isTooDear(view, slab, reason)) {
      return;
    }
    int alternatives = 0;
    for (int i = 0; i < masks.length; i++) {
      // A near miss of the accelerator is the same chip in another form, not any other chip.
      boolean near = reason != RejectionReason.ACCELERATOR || (otherForms >>> i & 1) == 1;
      alternatives |= masks[i] == mask && near ? 1 << i : 0;
    }
    if (alternatives != 0) {
      new SlabScan(view, slab, alternatives, otherForms, tally).findMiss(reason);
    }
  }

  /** Whether nothing of a slab can be a better near miss than the one that is known. */
  private boolean isTooDear(SegmentView view, Slab slab, RejectionReason reason) {
    Rates rates = view.rates(slab.layout.capacity());
    return rates.first().length == 0
        && slab.cheapest() > rates.mostRestPrice(reason, tally.mostCostOfMiss(reason));
  }
}
