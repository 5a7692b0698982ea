package io.tradewind.rest;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.OfferFeed.Refusal;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects one reading: offers by id, refusals with their reasons, and the count of rows. */
public final class OfferBook {
  private final ProviderId feed;
  private final Instant observedAt;
  private final Map<OfferId, Entry> entries = new LinkedHashMap<>();
  private final List<Refusal> refused = new ArrayList<>();
  private Optional<String> firstMalformed = Optional.empty();
  private long rows;
  private long malformed;

  public OfferBook(ProviderId feed, Instant observedAt) {
    this.feed = feed;
    this.observedAt = observedAt;
  }

  public Instant observedAt() {
    return observedAt;
  }

  /**
   * Counts a row and reads it. What it refuses is noted under the label; a row that adds nothing
   * and refuses nothing was left out on purpose.
   */
  public void row(String label, Row row) {
    rows++;
    attempt(label, row);
  }

  /**
   * Reads a part of a row, such as one of its regions: its refusal leaves the other parts alone.
   */
  public void attempt(String label, Row row) {
    try {
      row.read();
    } catch (RefusedRow e) {
      refuse(label, e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      // A value that cannot be: a blank region, a memory beyond any machine.
      refuse(label, RefusedRow.malformed(String.valueOf(e.getMessage())));
    }
  }

  /** The first of an id stays. An exact repeat says nothing new; any other is refused. */
  public void add(Listed listed) throws RefusedRow {
    Prices.refuseAbsurd(
        listed.price(), listed.type().accelerators().map(set -> set.count()).orElse(0.0));
    Offer offer = listed.offer(feed, observedAt);
    Entry first = entries.putIfAbsent(offer.id(), new Entry(listed, offer));
    if (first != null && !first.listed().equals(listed)) {
      throw new RefusedRow(
          Reason.DUPLICATE_ID,
          "%s is listed before at %s; this row says %s"
              .formatted(offer.id(), first.offer().price(), offer.price()));
    }
  }

  /**
   * What was collected, after the comparison of spot with on-demand prices.
   *
   * @throws ProviderException when rows came but none could be read: the API has changed
   */
  public OfferFeed close() throws ProviderException {
    if (entries.isEmpty() && malformed > 0 && malformed == rows) {
      throw new ProviderException(
          feed,
          Fault.UNEXPECTED,
          "None of %d rows can be read. The first: %s".formatted(rows, firstMalformed.orElse("")));
    }
    entries.values().removeIf(this::isSpotNotBelowOnDemand);
    return new OfferFeed(entries.values().stream().map(Entry::offer).toList(), refused, rows);
  }

  private void refuse(String label, RefusedRow refusal) {
    refused.add(new Refusal(feed, label, refusal.reason(), refusal.detail(), observedAt));
    if (refusal.reason() == Reason.MALFORMED_ROW) {
      malformed++;
      firstMalformed = firstMalformed.or(() -> Optional.of(label + ": " + refusal.detail()));
    }
  }

  private boolean isSpotNotBelowOnDemand(Entry entry) {
    Listed spot = entry.listed();
    if (spot.capacity() != CapacityType.SPOT) {
      return false;
    }
    Entry other = entries.get(spot.id(feed, CapacityType.ON_DEMAND));
    if (other == null || !isComparable(spot, other.listed())) {
      return false;
    }
    if (spot.price().compareTo(other.listed().price()) < 0) {
      return false;
    }
    String detail =
        "spot at %s is not below on demand at %s".formatted(spot.price(), other.listed().price());
    refuse(entry.offer().id().value(), new RefusedRow(Reason.SPOT_NOT_BELOW_ON_DEMAND, detail));
    return true;
  }

  private static boolean isComparable(Listed one, Listed other) {
    return one.price().perHour().currency().equals(other.price().perHour().currency());
  }

  private record Entry(Listed listed, Offer offer) {}

  /** Reads one row into the book. */
  @FunctionalInterface
  public interface Row {
    void read() throws RefusedRow;
  }
}
