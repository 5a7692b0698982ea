package io.tradewind.adapters.datacenter;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferId;
import io.tradewind.api.Site;
import io.tradewind.api.SiteId;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one site has on sale: shares of its machine, doubled from one vCPU up to the whole, each
 * with its share of the memory. How many of a shape can still be had follows from what no lease
 * holds.
 */
final class SiteOffers {
  /** A heartbeat older than this says nothing about free capacity. */
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);

  private static final Pattern ID =
      Pattern.compile("site:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):cpu-\\d+");

  private SiteOffers() {}

  /** Why a site has nothing to sell; empty when it has. */
  static Optional<OfferFeed.Refusal> refusal(Site site) {
    if (!site.ask().isPositive()) {
      return Optional.of(
          refusal(
              site,
              OfferFeed.Reason.PRICE_NOT_POSITIVE,
              "It asks %s for a vCPU-hour. Set a positive ask.".formatted(site.ask())));
    }
    if (site.vcpus() < 1) {
      return Optional.of(
          refusal(
              site,
              OfferFeed.Reason.MALFORMED_ROW,
              "It has %d vCPUs. Maybe its agent sent no inventory yet.".formatted(site.vcpus())));
    }
    return Optional.empty();
  }

  static List<Offer> of(Site site) {
    return sizes(site.vcpus()).stream().map(vcpus -> offer(site, vcpus)).toList();
  }

  /** The site that an offer is of; empty when it is no offer of a site. */
  static Optional<SiteId> siteOf(OfferId offer) {
    Matcher matcher = ID.matcher(offer.value());
    return matcher.matches() ? Optional.of(SiteId.parse(matcher.group(1))) : Optional.empty();
  }

  private static List<Integer> sizes(int whole) {
    List<Integer> sizes = new ArrayList<>();
    for (int size = 1; size < whole; size *= 2) {
      sizes.add(size);
    }
    sizes.add(whole);
    return sizes;
  }

  private static Offer offer(Site site, int vcpus) {
    InstanceType shape = shape(site, vcpus);
    return new Offer(
        new OfferId("site:%s:cpu-%d".formatted(site.id(), vcpus)),
        site.region(),
        Optional.empty(),
        shape,
        CapacityType.ON_DEMAND,
        new HourlyRate(site.ask().times(vcpus)),
        Availability.count(free(site, shape), site.observedAt(), TIME_TO_LIVE),
        site.observedAt(),
        new Source(
            "Ask of " + site.name(),
            Optional.empty(),
            Source.Term.DECLARED,
            Optional.of(site.observedAt())),
        site.listing());
  }

  private static InstanceType shape(Site site, int vcpus) {
    return new InstanceType(
        "cpu-" + vcpus,
        Optional.empty(),
        vcpus,
        new Memory(site.memory().mebibytes() * vcpus / site.vcpus()),
        site.architecture(),
        Interconnect.UNKNOWN);
  }

  private static long free(Site site, InstanceType shape) {
    if (!site.online()) {
      return 0;
    }
    long byVcpus = (long) Math.floor(site.freeVcpus() / shape.vcpus());
    boolean memoryUntold = shape.memory().equals(Memory.NONE);
    long byMemory =
        memoryUntold ? byVcpus : site.freeMemory().mebibytes() / shape.memory().mebibytes();
    return Math.max(0, Math.min(byVcpus, byMemory));
  }

  private static OfferFeed.Refusal refusal(Site site, OfferFeed.Reason reason, String detail) {
    return new OfferFeed.Refusal(
        site.region().provider(),
        "site %s (%s)".formatted(site.name(), site.id()),
        reason,
        detail,
        site.observedAt());
  }
}
