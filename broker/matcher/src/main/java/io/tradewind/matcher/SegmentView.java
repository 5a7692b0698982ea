package io.tradewind.matcher;

import io.tradewind.api.ProviderId;
import io.tradewind.matcher.workload.Resources;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A segment as one question sees it: the judgements on its regions and shapes, made when needed.
 */
final class SegmentView {
  private static final int NOT_JUDGED = -1;

  private final Segment segment;
  private final Question question;
  private final @Nullable RegionFacts[] regions;
  private final @Nullable int[][] shapeMasks;

  SegmentView(Segment segment, Question question) {
    this.segment = segment;
    this.question = question;
    regions = new RegionFacts[segment.regions.length];
    shapeMasks = new int[question.alternatives().size()][];
  }

  Segment segment() {
    return segment;
  }

  Question question() {
    return question;
  }

  ProviderId feed() {
    return segment.feed();
  }

  RegionFacts region(int partition) {
    int number = segment.regionOf[partition];
    RegionFacts known = regions[number];
    if (known == null) {
      known =
          new RegionFacts(
              question, segment.feed(), segment.regions[number], segment.declared[number]);
      regions[number] = known;
    }
    return known;
  }

  /** What a row's shape fails of an alternative. */
  int maskOfShape(int alternative, int shape) {
    int[] masks = shapeMasks[alternative];
    if (masks == null) {
      masks = new int[segment.shapes.length];
      Arrays.fill(masks, NOT_JUDGED);
      shapeMasks[alternative] = masks;
    }
    int mask = masks[shape];
    if (mask == NOT_JUDGED) {
      Resources wanted = question.alternatives().get(alternative);
      mask = Filters.maskOfShape(wanted, segment.shapes[shape].type());
      masks[shape] = mask;
    }
    return mask;
  }

  long carbonMilligrams(RegionFacts region, int shape) {
    return region.carbonMilligrams(segment.shapeWatts[shape], segment.shapeEmbodied[shape]);
  }
}
