package io.tradewind.adapters.shadeform;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.ProviderId;
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
import java.util.Locale;
import java.util.Optional;

/** What one machine type of one cloud means: one price, and an offer for each of its regions. */
record TypeRow(OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Shadeform",
          Optional.of(URI.create("https://www.shadeform.ai/instances")),
          Source.Term.LIVE,
          Optional.empty());
  private static final Duration AVAILABILITY_HOLDS = Duration.ofMinutes(10);

  void read(Json row) throws RefusedRow {
    ProviderId seller = Sellers.of(row.text("cloud"));
    InstanceType type = type(row.text("cloud_instance_type"), row.object("configuration"));
    HourlyRate price = Prices.usdCents(row.optionalNumber("hourly_price"));
    for (Json place : row.items("availability")) {
      book.attempt(
          "%s %s %s".formatted(seller, type.name(), place.label("region")),
          () ->
              book.add(
                  new Listed(
                      new Region(seller, place.text("region")),
                      Optional.empty(),
                      type,
                      CapacityType.ON_DEMAND,
                      price,
                      Availability.flag(
                          place.flag("available"), book.observedAt(), AVAILABILITY_HOLDS),
                      SOURCE)));
    }
  }

  private static InstanceType type(String name, Json shape) throws RefusedRow {
    Optional<AcceleratorSet> devices = devices(shape);
    return new InstanceType(
        name,
        devices,
        shape.quantity("vcpus"),
        Memory.ofGibibytes(shape.quantity("memory_in_gb")),
        devices.map(AcceleratorNames::host).orElse(Architecture.X86_64),
        Interconnect.UNKNOWN);
  }

  /**
   * {@code gpu_type} may or may not hold the form and the memory ({@code A100_80G}, {@code H100}),
   * which stand beside it too; the most telling spelling that is known counts.
   */
  private static Optional<AcceleratorSet> devices(Json shape) throws RefusedRow {
    double count = shape.quantity("num_gpus");
    if (count == 0) {
      return Optional.empty();
    }
    String type = shape.text("gpu_type");
    String bare = type.replaceFirst("_\\d+G(B)?$", "");
    String form = form(shape.optionalText("interconnect").orElse(""));
    String memory = " %sGB".formatted(shape.number("vram_per_gpu_in_gb").toBigInteger());
    return Optional.of(
        AcceleratorNames.devices(count, bare + form + memory, bare + memory, bare + form, type));
  }

  private static String form(String interconnect) {
    String lower = interconnect.toLowerCase(Locale.ROOT);
    if (lower.startsWith("sxm")) {
      return " " + lower.toUpperCase(Locale.ROOT);
    }
    return lower.equals("pcie") ? " PCIe" : "";
  }
}
