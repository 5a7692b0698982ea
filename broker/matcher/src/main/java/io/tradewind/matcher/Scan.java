package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.CapacityType;
import io.tradewind.matcher.workload.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the market for one question. Whole groups of a model, then whole partitions, are turned
 * away by count; rows are looked at only where nothing above them fails.
 *
 * <p>Where a workload has alternatives, an offer is judged by those that its partition comes
 * closest to: fewest failures, then the latest in filter order, then the first listed.
 */
final class Scan {
  private final Question question;
  private final List<SegmentView> views = new ArrayList<>();
  private final List<OpenPartition> open = new ArrayList<>();
  private final Tally tally = new Tally();
  private final int[] masks;

  private Scan(Question question) {
    this.question = question;
    masks = new int[question.alternatives().size()];
  }

  static Scan of(Question question, Collection<Segment> segments) {
    Scan scan = new Scan(question);
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

  /** Where feasible rows may lie, for a second look. */
  List<OpenPartition> open() {
    return open;
  }

  private void walk(Segment segment) {
    tally.considered += segment.size();
    int feedMask = question.maskOfFeed(segment.feed());
    if (Integer.bitCount(feedMask) > 1) {
      tally.reject(RejectionReason.firstOf(feedMask), segment.size());
      return;
    }
    SegmentView view = new SegmentView(segment, question);
    views.add(view);
    for (int group = 0; group < segment.groups(); group++) {
      walkGroup(view, group, feedMask);
    }
  }

  private void walkGroup(SegmentView view, int group, int feedMask) {
    Segment segment = view.segment();
    AcceleratorModel model = segment.modelOfGroup(group);
    if (isForeign(model)) {
      int mask = feedMask | RejectionReason.ACCELERATOR.bit();
      tally.reject(RejectionReason.firstOf(mask), segment.rowsOfGroup(group));
      return;
    }
    int end = segment.groupStart[group + 1];
    for (int partition = segment.groupStart[group]; partition < end; partition++) {
      judge(view, partition, model, feedMask);
      walkPartition(view, partition);
    }
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

  /** Fills {@link #masks} with what the whole partition fails of each alternative. */
  private void judge(
      SegmentView view, int partition, @Nullable AcceleratorModel model, int feedMask) {
    CapacityType capacity = view.segment().capacityOf[partition];
    int shared = feedMask | view.region(partition).mask();
    for (int i = 0; i < masks.length; i++) {
      Resources wanted = question.alternatives().get(i);
      int mask = shared;
      mask |= Filters.maskOfModel(wanted, model, question.workload().software());
      mask |= wanted.capacity().contains(capacity) ? 0 : RejectionReason.CAPACITY.bit();
      masks[i] = mask;
    }
  }

  private void walkPartition(SegmentView view, int partition) {
    int closest = Closest.of(masks);
    int failures = Integer.bitCount(masks[closest]);
    if (failures == 0) {
      OpenPartition rows = new OpenPartition(view, partition, Closest.open(masks));
      rows.scan(tally);
      open.add(rows);
      return;
    }
    int rows = view.segment().start[partition + 1] - view.segment().start[partition];
    tally.reject(RejectionReason.firstOf(masks[closest]), rows);
    if (failures == 1) {
      for (int alternative = 0; alternative < masks.length; alternative++) {
        if (Integer.bitCount(masks[alternative]) == 1) {
          nearMiss(view, partition, alternative);
        }
      }
    }
  }

  /** The first row that fails nothing but what its whole partition fails. */
  private void nearMiss(SegmentView view, int partition, int alternative) {
    RejectionReason reason = RejectionReason.firstOf(masks[alternative]);
    if (!NearestMisses.isTold(reason) || isAnotherModel(reason, view, partition, alternative)) {
      return;
    }
    new OpenPartition(view, partition, 1 << alternative).findMiss(reason, tally);
  }

  /** A near miss of the accelerator is the same chip in another form, not any other chip. */
  private boolean isAnotherModel(
      RejectionReason reason, SegmentView view, int partition, int alternative) {
    if (reason != RejectionReason.ACCELERATOR) {
      return false;
    }
    int model = view.segment().modelOf[partition];
    return model < 0
        || !Filters.isOtherForm(
            question.alternatives().get(alternative), view.segment().models[model]);
  }
}
