package io.tradewind.matcher;

import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.PlacementWishes;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** What every offer at a region fails of the wishes about where and from whom, as bits. */
final class RegionMasks {
  private final Question question;
  private final PlacementWishes wishes;
  private final Atlas atlas;
  private final Segment segment;
  private final int[] masks;

  private RegionMasks(Question question, Atlas atlas, Segment segment) {
    this.question = question;
    wishes = question.wishes();
    this.atlas = atlas;
    this.segment = segment;
    masks = new int[atlas.size()];
  }

  /** Not to be changed. */
  static int[] of(Question question, Atlas atlas, Segment segment) {
    if (isAnywhere(question.wishes())
        && isOfAllSellers(question.wishes(), segment)
        && question.conditions().fence().isAnywhere()
        && !isForSomeSellers(question, segment)) {
      return atlas.noMasks;
    }
    RegionMasks made = new RegionMasks(question, atlas, segment);
    made.leasability();
    made.providers();
    made.regions();
    made.wishes
        .residency()
        .ifPresent(area -> made.failOutside(List.of(area), RejectionReason.RESIDENCY));
    made.certifications();
    made.nearness();
    made.policies();
    return made.masks;
  }

  /** Of a feed of several sellers, some may be leased from. */
  private static boolean isForSomeSellers(Question question, Segment segment) {
    return question.mustLookAtSellers(segment.feed()) && segment.isLeasable(question.conditions());
  }

  private static boolean isAnywhere(PlacementWishes wishes) {
    return wishes.regionsAllowed().isEmpty()
        && wishes.regionsDenied().isEmpty()
        && wishes.residency().isEmpty()
        && wishes.certifications().isEmpty()
        && wishes.maxRoundTripMilliseconds().isEmpty();
  }

  /** A list of providers names an offer by its seller or by the feed that tells of it. */
  static boolean names(Set<ProviderId> providers, ProviderId seller, ProviderId feed) {
    return !providers.isEmpty() && (providers.contains(seller) || providers.contains(feed));
  }

  /** By the numbers of a segment's sellers. */
  static boolean[] named(Set<ProviderId> providers, Segment segment) {
    ProviderId[] sellers = segment.tables.sellers();
    boolean[] named = new boolean[sellers.length];
    for (int seller = 0; seller < named.length; seller++) {
      named[seller] = names(providers, sellers[seller], segment.feed());
    }
    return named;
  }

  private void leasability() {
    if (!isForSomeSellers(question, segment)) {
      return;
    }
    Set<ProviderId> accounts = question.conditions().leasableSellers();
    ProviderId[] sellers = segment.tables.sellers();
    int[] sellerOf = segment.tables.sellerOf();
    for (int region = 0; region < masks.length; region++) {
      boolean leasable = accounts.contains(sellers[sellerOf[region]]);
      masks[region] |= leasable ? 0 : RejectionReason.NO_ACCOUNT.bit();
    }
  }

  private void providers() {
    if (isOfAllSellers(wishes, segment)) {
      return;
    }
    boolean[] accepted = accepted(wishes, segment);
    int[] sellerOf = segment.tables.sellerOf();
    for (int region = 0; region < masks.length; region++) {
      masks[region] |= accepted[sellerOf[region]] ? 0 : RejectionReason.PROVIDER.bit();
    }
  }

  /** Most lists of providers are about whole segments: then no region has to be looked at. */
  private static boolean isOfAllSellers(PlacementWishes wishes, Segment segment) {
    if (wishes.providersAllowed().isEmpty() && wishes.providersDenied().isEmpty()) {
      return true;
    }
    for (boolean seller : accepted(wishes, segment)) {
      if (!seller) {
        return false;
      }
    }
    return true;
  }

  /** By the numbers of a segment's sellers. */
  private static boolean[] accepted(PlacementWishes wishes, Segment segment) {
    boolean[] allowed = named(wishes.providersAllowed(), segment);
    boolean[] denied = named(wishes.providersDenied(), segment);
    boolean[] accepted = new boolean[allowed.length];
    for (int seller = 0; seller < accepted.length; seller++) {
      accepted[seller] =
          (wishes.providersAllowed().isEmpty() || allowed[seller]) && !denied[seller];
    }
    return accepted;
  }

  private void regions() {
    if (!wishes.regionsAllowed().isEmpty()) {
      failOutside(wishes.regionsAllowed(), RejectionReason.REGION);
    }
    failInside(wishes.regionsDenied());
  }

  private void failInside(List<Area> areas) {
    for (Area area : areas) {
      BitSet inside = atlas.within(area);
      for (int region = inside.nextSetBit(0); region >= 0; region = inside.nextSetBit(region + 1)) {
        masks[region] |= RejectionReason.REGION.bit();
      }
    }
  }

  private void failOutside(List<Area> areas, RejectionReason reason) {
    BitSet inside = (BitSet) atlas.within(areas.get(0)).clone();
    for (Area area : areas.subList(1, areas.size())) {
      inside.or(atlas.within(area));
    }
    for (int region = inside.nextClearBit(0);
        region < masks.length;
        region = inside.nextClearBit(region + 1)) {
      masks[region] |= reason.bit();
    }
  }

  private void certifications() {
    if (wishes.certifications().isEmpty()) {
      return;
    }
    Certifications held = question.conditions().certifications();
    for (int region = 0; region < masks.length; region++) {
      Region where = atlas.region(region);
      boolean all = wishes.certifications().stream().allMatch(wish -> held.holds(where, wish));
      masks[region] |= all ? 0 : RejectionReason.CERTIFICATION.bit();
    }
  }

  private void policies() {
    for (Bounds bounds : question.conditions().fence().bounds()) {
      policy(bounds);
    }
  }

  private void policy(Bounds bounds) {
    Conditions conditions = question.conditions();
    ProviderId[] sellers = segment.tables.sellers();
    int[] sellerOf = segment.tables.sellerOf();
    for (int region = 0; region < masks.length; region++) {
      boolean seller = bounds.allowsProvider(sellers[sellerOf[region]], segment.feed());
      masks[region] |= seller ? 0 : RejectionReason.PROVIDER.bit();
      boolean certified =
          bounds.isCertified(atlas.region(region), conditions.certifications()::holds);
      masks[region] |= certified ? 0 : RejectionReason.CERTIFICATION.bit();
    }
    if (!bounds.regionsAllowed().isEmpty()) {
      failOutside(bounds.regionsAllowed(), RejectionReason.REGION);
    }
    failInside(bounds.regionsDenied());
    if (!bounds.residency().isEmpty()) {
      failOutside(bounds.residency(), RejectionReason.RESIDENCY);
    }
  }

  /** The farthest user counts: a limit holds for all of them. */
  private void nearness() {
    if (wishes.maxRoundTripMilliseconds().isEmpty()) {
      return;
    }
    double most = wishes.maxRoundTripMilliseconds().getAsDouble();
    double[] farthest = question.origin().map(origin -> origin.farthest(atlas)).orElse(null);
    for (int region = 0; region < masks.length; region++) {
      boolean near = farthest != null && farthest[region] <= most;
      masks[region] |= near ? 0 : RejectionReason.ROUND_TRIP.bit();
    }
  }
}
