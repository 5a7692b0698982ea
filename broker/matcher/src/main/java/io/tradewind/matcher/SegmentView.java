package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import org.jspecify.annotations.Nullable;

/** A segment as one question sees it: vectors by region, made when they are needed. */
final class SegmentView {
  private static final long NOT_KNOWN = -1;

  private final Segment segment;
  private final Question question;
  private final Atlas atlas;
  private final int[] regionMasks;
  private final @Nullable Rates[] rates = new Rates[CapacityType.values().length];
  private long @Nullable [] roundTripMicros;
  private @Nullable CarbonRates carbon;
  private @Nullable PlacePrices placePrices;
  private long leastRoundTrip = NOT_KNOWN;

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

  Atlas atlas() {
    return atlas;
  }

  /** Failures that every offer at a region shares. */
  int[] regionMasks() {
    return regionMasks;
  }

  /** With what a machine of one capacity type fails there by coming too late. */
  int[] regionMasks(CapacityType capacity) {
    if (!question.startMatters()) {
      return regionMasks;
    }
    int[] masks = regionMasks.clone();
    for (int region = 0; region < masks.length; region++) {
      masks[region] |= question.maskOfStart(atlas.region(region), capacity);
    }
    return masks;
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

  /** At the nearest region that is open. */
  long leastRoundTripMicros() {
    if (leastRoundTrip == NOT_KNOWN) {
      long[] all = roundTripMicros();
      leastRoundTrip = Long.MAX_VALUE;
      for (int region = 0; region < all.length; region++) {
        leastRoundTrip =
            regionMasks[region] == 0 ? Math.min(leastRoundTrip, all[region]) : leastRoundTrip;
      }
    }
    return leastRoundTrip;
  }

  CarbonRates carbon() {
    CarbonRates known = carbon;
    if (known == null) {
      known = new CarbonRates(question, atlas);
      carbon = known;
    }
    return known;
  }

  /** At a region that has the least of everything that an open region has. */
  long leastMilligrams(double watts, double embodied) {
    return carbon().leastMilligrams(regionMasks, watts, embodied);
  }

  PlacePrices placePrices() {
    PlacePrices known = placePrices;
    if (known == null) {
      known = new PlacePrices(atlas.size());
      placePrices = known;
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
