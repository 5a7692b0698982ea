package io.tradewind.matcher;

import io.tradewind.api.ProviderId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A segment as one question sees it: the judgements on its regions and shapes, made when needed.
 */
final class SegmentView {
  static final int NOT_JUDGED = -1;

  private final Segment segment;
  private final Question question;
  private final @Nullable RegionFacts[] regions;
  private final Map<Integer, int[]> masks = new HashMap<>();

  SegmentView(Segment segment, Question question) {
    this.segment = segment;
    this.question = question;
    regions = new RegionFacts[segment.regions.length];
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

  /**
   * What each shape fails of the alternative that it comes closest to, among some; {@link
   * #NOT_JUDGED} until {@link #judge} was asked.
   */
  int[] masksOfShapes(int alternatives) {
    return masks.computeIfAbsent(
        alternatives,
        among -> {
          int[] byShape = new int[segment.shapes.length];
          Arrays.fill(byShape, NOT_JUDGED);
          return byShape;
        });
  }

  /**
   * @param alternatives as bits
   */
  int judge(int alternatives, int shape, int[] byShape) {
    int best = NOT_JUDGED;
    for (int i = 0; i < question.alternatives().size(); i++) {
      if ((alternatives >> i & 1) == 1) {
        int mask =
            Filters.maskOfShape(question.alternatives().get(i), segment.shapes[shape].type());
        best = best == NOT_JUDGED || Closest.isCloser(mask, best) ? mask : best;
      }
    }
    byShape[shape] = best;
    return best;
  }
}
