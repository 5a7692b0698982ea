package io.tradewind.adapters.vultr;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.rest.Json;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What shared and bare plans have in common: where they are sold, and at what prices. */
final class Plans {
  private static final URI PAGE = URI.create("https://www.vultr.com/pricing/");
  private static final Source SOURCE =
      new Source("Vultr plans", Optional.of(PAGE), Source.Term.LIVE, Optional.empty());

  /** A place leaves the list when the plan is sold out there. */
  private static final Duration LISTING_HOLDS = Duration.ofMinutes(15);

  private Plans() {}

  static void add(Json plan, InstanceType type, OfferBook book) throws RefusedRow {
    for (String location : plan.texts("locations")) {
      book.attempt(
          plan.label("id") + " " + location,
          () -> add(plan, type, location, CapacityType.ON_DEMAND, "hourly_cost", book));
      if (plan.has("hourly_cost_preemptible")) {
        book.attempt(
            plan.label("id") + " " + location + " preemptible",
            () -> add(plan, type, location, CapacityType.SPOT, "hourly_cost_preemptible", book));
      }
    }
  }

  private static void add(
      Json plan,
      InstanceType type,
      String location,
      CapacityType capacity,
      String priceField,
      OfferBook book)
      throws RefusedRow {
    book.add(
        new Listed(
            new Region(VultrProvider.ID, location),
            Optional.empty(),
            type,
            capacity,
            Prices.usd(plan.optionalNumber(priceField)),
            Availability.flag(true, book.observedAt(), LISTING_HOLDS),
            SOURCE));
  }
}
