package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import org.jspecify.annotations.Nullable;

/** A segment as one question sees it: vectors by region, made when they are needed. */
final class SegmentView {
  private final Segment segment;
  private final Question question;
  private final Atlas atlas;
  private final int[] regionMasks;
  private final @Nullable Rates[] rates = new Rates[CapacityType.values().length];
  private long @Nullable [] roundTripMicros;

  SegmentView(Segment segment, Question question) {
    this.segment = segment;
    this.question = question;
    Segment.Tables tables = segment.tables;
    atlas = tables.atlas().of(tables.regions(), tables.declared(), question.conditions());
    regionMasks = RegionMasks.of(question, atlas, segment.feed());
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

  Shapes shapes() {
    return segment.tables.shapes();
  }

  Atlas atlas() {
    return atlas;
  }

  /** Failures that every offer at a region shares. */
  int[] regionMasks() {
    return regionMasks;
  }

  /** Whether an offer that is listed by name may be had at a region. */
  boolean isNamed(int region) {
    return RegionMasks.names(
        question.wishes().providersAllowed(), atlas.region(region), segment.feed());
  }

  /** For ranking: zero when nobody said from where, the greatest when the place is unknown. */
  long[] roundTripMicros() {
    long[] known = roundTripMicros;
    if (known == null) {
      known =
          question.origin().map(origin -> origin.meanMicros(atlas)).orElse(new long[atlas.size()]);
      roundTripMicros = known;
    }
    return known;
  }

  Rates rates(CapacityType capacity) {
    Rates known = rates[capacity.ordinal()];
    if (known == null) {
      known = new Rates(this, capacity);
      rates[capacity.ordinal()] = known;
    }
    return known;
  }

  RegionFacts facts(int region) {
    return new RegionFacts(question, atlas.region(region), segment.tables.declared()[region]);
  }
}
