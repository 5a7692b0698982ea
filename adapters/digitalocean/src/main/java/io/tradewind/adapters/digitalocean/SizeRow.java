package io.tradewind.adapters.digitalocean;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.Json;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What one size means: one price, and an offer for each of its regions. */
record SizeRow(OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "DigitalOcean",
          Optional.of(URI.create("https://www.digitalocean.com/pricing")),
          Source.Term.LIVE,
          Optional.empty());
  private static final Duration AVAILABILITY_HOLDS = Duration.ofMinutes(15);
  private static final double MEBIBYTES = 1024;

  void read(Json size) throws RefusedRow {
    InstanceType type = type(size);
    HourlyRate price = Prices.usd(size.optionalNumber("price_hourly"));
    boolean isAvailable = size.flag("available");
    for (String region : size.texts("regions")) {
      book.attempt(
          type.name() + " " + region,
          () ->
              book.add(
                  new Listed(
                      new Region(DigitalOceanProvider.ID, region),
                      Optional.empty(),
                      type,
                      CapacityType.ON_DEMAND,
                      price,
                      Availability.flag(isAvailable, book.observedAt(), AVAILABILITY_HOLDS),
                      SOURCE)));
    }
  }

  private static InstanceType type(Json size) throws RefusedRow {
    Optional<Json> card = size.optionalObject("gpu_info");
    Optional<AcceleratorSet> devices =
        card.isPresent() ? Optional.of(devices(card.get())) : Optional.empty();
    return new InstanceType(
        size.text("slug"),
        devices,
        size.quantity("vcpus"),
        Memory.ofGibibytes(size.quantity("memory") / MEBIBYTES),
        devices.map(AcceleratorNames::host).orElse(Architecture.X86_64),
        Interconnect.UNKNOWN);
  }

  /** {@code nvidia_rtx4000_ada} is an RTX 4000 Ada. */
  private static AcceleratorSet devices(Json card) throws RefusedRow {
    String model = card.text("model");
    String spaced = model.replaceFirst("_rtx(\\d)", "_rtx_$1");
    return AcceleratorNames.devices(card.quantity("count"), model, spaced);
  }
}
