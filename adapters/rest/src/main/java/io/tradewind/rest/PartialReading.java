package io.tradewind.rest;

import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Readings of regions that fail each by itself. What a region told last stays, with the age that it
 * has, until the region answers again; that it did not answer is noted as a refusal.
 */
public final class PartialReading {
  /** After which an offer is not placed on anyway. */
  private static final Duration LONGEST_KEPT = Duration.ofHours(24);

  private final ProviderId feed;
  private final List<String> regions;
  private final Clock clock;
  private final Duration limit;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /**
   * @param limit after it, no further region is begun; those that were read longest ago come first
   *     the next time
   */
  public PartialReading(ProviderId feed, List<String> regions, Clock clock, Duration limit) {
    this.feed = feed;
    this.regions = List.copyOf(regions);
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * @param isGeneral whether a failure is not about the region, and ends the reading
   * @throws ProviderException when no region could be read
   */
  public OfferFeed read(Reader reader, Predicate<ProviderException> isGeneral)
      throws ProviderException {
    long end = System.nanoTime() + limit.toNanos();
    Map<String, ProviderException> failures = new LinkedHashMap<>();
    List<String> order = oldestFirst();
    for (String region : order) {
      boolean isFirst = region.equals(order.get(0));
      try {
        if (!isFirst && System.nanoTime() - end >= 0) {
          throw late(region);
        }
        kept.put(region, new Kept(reader.read(region), clock.instant()));
      } catch (ProviderException e) {
        if (isGeneral.test(e) || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        failures.put(region, e);
      }
    }
    if (failures.size() == regions.size()) {
      throw gravest(failures);
    }
    return merged(failures);
  }

  private List<String> oldestFirst() {
    return regions.stream()
        .sorted(
            Comparator.comparing(
                region -> Optional.ofNullable(kept.get(region)).map(Kept::at).orElse(Instant.MIN)))
        .toList();
  }

  private ProviderException late(String region) {
    return new ProviderException(
        feed,
        Fault.UNREACHABLE,
        "%s was not reached within %s; it comes first the next time".formatted(region, limit));
  }

  /** Refused credentials count only when every region refused them. */
  private static ProviderException gravest(Map<String, ProviderException> failures) {
    List<ProviderException> all = List.copyOf(failures.values());
    return all.stream()
        .filter(failure -> failure.fault() != Fault.CREDENTIALS_REFUSED)
        .findFirst()
        .orElse(all.get(0));
  }

  private OfferFeed merged(Map<String, ProviderException> failures) {
    Instant now = clock.instant();
    kept.values().removeIf(it -> it.at().plus(LONGEST_KEPT).isBefore(now));
    List<Offer> offers = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    long rows = failures.size();
    for (String region : regions) {
      Optional<Kept> told = Optional.ofNullable(kept.get(region));
      told.ifPresent(it -> offers.addAll(it.feed().offers()));
      told.ifPresent(it -> refused.addAll(it.feed().refused()));
      rows += told.map(it -> it.feed().rows()).orElse(0L);
      Optional.ofNullable(failures.get(region))
          .ifPresent(failure -> refused.add(refusal(region, failure, told, now)));
    }
    return new OfferFeed(offers, refused, rows);
  }

  private Refusal refusal(
      String region, ProviderException failure, Optional<Kept> told, Instant now) {
    String stays =
        told.map(it -> "what it told at %s stays".formatted(it.at()))
            .orElse("nothing is known of it");
    return new Refusal(
        feed,
        "region " + region,
        Reason.UNREADABLE_PART,
        "%s: %s; %s".formatted(failure.fault(), failure.getMessage(), stays),
        now);
  }

  private record Kept(OfferFeed feed, Instant at) {}

  /** Reads one region. */
  @FunctionalInterface
  public interface Reader {
    OfferFeed read(String region) throws ProviderException;
  }
}
