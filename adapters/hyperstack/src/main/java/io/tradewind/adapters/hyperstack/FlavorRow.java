package io.tradewind.adapters.hyperstack;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.Json;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What one machine type in one region means. Machines without accelerators are left out. */
record FlavorRow(PriceBook prices, OfferBook book) {
  static final String SPOT = "-spot";
  private static final Source SOURCE =
      new Source(
          "Hyperstack",
          Optional.of(URI.create("https://www.hyperstack.cloud/gpu-pricing")),
          Source.Term.LIVE,
          Optional.empty());
  private static final Duration STOCK_HOLDS = Duration.ofMinutes(10);

  void read(Json flavor) throws RefusedRow {
    String card = flavor.optionalText("gpu").orElse("");
    double count = flavor.quantity("gpu_count");
    if (card.isEmpty() || count == 0) {
      return;
    }
    String name = flavor.text("name");
    boolean isSpot = card.endsWith(SPOT) || name.endsWith(SPOT);
    BigDecimal devices = BigDecimal.valueOf(count);
    book.add(
        new Listed(
            new Region(HyperstackProvider.ID, flavor.text("region_name")),
            Optional.empty(),
            type(flavor, without(SPOT, name), without(SPOT, card), count),
            isSpot ? CapacityType.SPOT : CapacityType.ON_DEMAND,
            Prices.usd(price(card, isSpot).map(devices::multiply)),
            Availability.flag(flavor.flag("stock_available"), book.observedAt(), STOCK_HOLDS),
            SOURCE));
  }

  private Optional<BigDecimal> price(String card, boolean isSpot) {
    return prices.of(isSpot ? without(SPOT, card) + SPOT : card);
  }

  private static InstanceType type(Json flavor, String name, String card, double count)
      throws RefusedRow {
    AcceleratorSet devices = devices(card, count);
    return new InstanceType(
        name,
        Optional.of(devices),
        flavor.quantity("cpu"),
        Memory.ofGibibytes(flavor.quantity("ram")),
        AcceleratorNames.host(devices),
        Interconnect.UNKNOWN);
  }

  /** An SXM card has NVLink anyway: {@code H100-80G-SXM5-NVLink} is {@code H100-80G-SXM5}. */
  private static AcceleratorSet devices(String card, double count) throws RefusedRow {
    String bare = card.contains("-SXM") ? without("-NVLink", card) : card;
    String withoutMemory = bare.replaceFirst("-\\d+G(B)?(?=-|$)", "");
    return AcceleratorNames.devices(
        count, card, bare, withoutMemory, withoutMemory.replaceFirst("-SXM\\d$", ""));
  }

  private static String without(String suffix, String text) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }
}
