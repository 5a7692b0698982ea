package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.api.ProviderTerms;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A segment as one question sees it: vectors by region, made when they are needed. */
final class SegmentView {
  private static final long NOT_KNOWN = -1;
  private static final double[] ANYWHERE = {};

  private final Segment segment;
  private final Question question;
  private final Atlas atlas;
  private final Sellers sellers;
  private final int[] regionMasks;
  private final int[] @Nullable [] startMasks = new int[CapacityType.values().length][];
  private final int[] @Nullable [] restMasks = new int[CapacityType.values().length][];
  private final @Nullable Rates[] rates = new Rates[CapacityType.values().length];
  private double @Nullable [] roundTrips;
  private @Nullable CarbonRates carbon;
  private @Nullable PlacePrices placePrices;
  private boolean @Nullable [] named;
  private boolean @Nullable [] own;
  private @Nullable TariffNumbers tariffNumbers;
  private @Nullable FixedCosts fixedCosts;
  private long leastRoundTrip = NOT_KNOWN;

  SegmentView(Segment segment, Question question) {
    this.segment = segment;
    this.question = question;
    Segment.Tables tables = segment.tables;
    atlas = tables.atlas().of(tables.regions(), tables.declared(), question.conditions());
    sellers = tables.atlas().sellers(tables.sellers(), question.conditions());
    regionMasks = RegionMasks.of(question, atlas, segment);
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
    int[] known = startMasks[capacity.ordinal()];
    if (known == null) {
      known = withStarts(capacity);
      startMasks[capacity.ordinal()] = known;
    }
    return known;
  }

  /** The same, with the sign of each region that is looked at first. */
  int[] masksOfRest(CapacityType capacity) {
    int[] first = rates(capacity).first();
    if (first.length == 0) {
      return regionMasks(capacity);
    }
    int[] known = restMasks[capacity.ordinal()];
    if (known == null) {
      known = regionMasks(capacity).clone();
      for (int region : first) {
        known[region] |= Integer.MIN_VALUE;
      }
      restMasks[capacity.ordinal()] = known;
    }
    return known;
  }

  /** Regions that share a tariff share the way of the data. */
  private int[] withStarts(CapacityType capacity) {
    int[] masks = regionMasks.clone();
    int[] byTariff = new int[tariffNumbers().count()];
    Arrays.fill(byTariff, -1);
    for (int region = 0; region < masks.length; region++) {
      int tariff = tariffNumbers().byRegion()[region];
      if (byTariff[tariff] < 0) {
        byTariff[tariff] = question.maskOfStart(preparation(region, capacity));
      }
      masks[region] |= byTariff[tariff];
    }
    return masks;
  }

  Sellers sellers() {
    return sellers;
  }

  ProviderTerms terms(int region) {
    return sellers.terms(segment.tables.sellerOf()[region]);
  }

  /** What is paid and waited for beside the run. */
  Preparation preparation(int region, CapacityType capacity) {
    int seller = segment.tables.sellerOf()[region];
    return Preparation.of(
        question,
        new Preparation.End(atlas.region(region), sellers.isSite(seller), atlas.continent(region)),
        sellers.start(seller, capacity));
  }

  /** Whether an offer that is listed by name may be had at a region. */
  boolean isNamed(int region) {
    boolean[] known = named;
    if (known == null) {
      known = RegionMasks.named(question.wishes().providersAllowed(), segment);
      named = known;
    }
    return known[segment.tables.sellerOf()[region]];
  }

  /** Whether the seller at a region is of the organization that asks. */
  boolean isOwn(int region) {
    boolean[] known = own;
    if (known == null) {
      known = RegionMasks.named(question.conditions().own(), segment);
      own = known;
    }
    return known[segment.tables.sellerOf()[region]];
  }

  /** For ranking: zero when nobody said from where, the greatest when the place is unknown. */
  long roundTripMicros(int region) {
    double[] known = roundTrips();
    return known.length == 0 ? 0 : Origin.micros(known[region]);
  }

  /** Mean round trips in milliseconds; none when nobody said from where. */
  private double[] roundTrips() {
    double[] known = roundTrips;
    if (known == null) {
      Optional<Origin> origin = question.origin();
      known = origin.isEmpty() ? ANYWHERE : origin.get().means(atlas);
      roundTrips = known;
    }
    return known;
  }

  /** At the nearest region that is open. */
  long leastRoundTripMicros() {
    if (leastRoundTrip == NOT_KNOWN) {
      double[] all = roundTrips();
      double least = Double.POSITIVE_INFINITY;
      for (int region = 0; region < all.length; region++) {
        // A comparison with what nobody knows is false.
        least = regionMasks[region] == 0 && all[region] < least ? all[region] : least;
      }
      leastRoundTrip =
          all.length == 0 ? 0 : Origin.micros(Double.isInfinite(least) ? Double.NaN : least);
    }
    return leastRoundTrip;
  }

  CarbonRates carbon() {
    CarbonRates known = carbon;
    if (known == null) {
      known = new CarbonRates(question, atlas, regionMasks);
      carbon = known;
    }
    return known;
  }

  /** At a region that has the least of everything that an open region has. */
  long leastMilligrams(double watts, double embodied) {
    return carbon().leastMilligrams(watts, embodied);
  }

  TariffNumbers tariffNumbers() {
    TariffNumbers known = tariffNumbers;
    if (known == null) {
      known = TariffNumbers.of(question, atlas, segment.tables);
      tariffNumbers = known;
    }
    return known;
  }

  FixedCosts fixedCosts() {
    FixedCosts known = fixedCosts;
    if (known == null) {
      known = FixedCosts.of(this, regionMasks);
      fixedCosts = known;
    }
    return known;
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
