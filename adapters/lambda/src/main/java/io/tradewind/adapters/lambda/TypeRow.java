package io.tradewind.adapters.lambda;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one machine type means: one price, and an offer for each region where it is or was free. */
record TypeRow(KnownRegions known, OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Lambda Cloud",
          Optional.of(URI.create("https://lambda.ai/pricing")),
          Source.Term.LIVE,
          Optional.empty());
  private static final Duration CAPACITY_HOLDS = Duration.ofMinutes(10);

  /** {@code H100 (80 GB SXM5)}: the card, its memory, and its form where there is one. */
  private static final Pattern CARD = Pattern.compile("(.+?) \\((\\d+) GB ?([A-Za-z0-9]*)\\)");

  void read(Json row) throws RefusedRow {
    Json described = row.object("instance_type");
    InstanceType type = type(described);
    HourlyRate price = Prices.usdCents(described.optionalNumber("price_cents_per_hour"));
    Set<String> free = new TreeSet<>();
    for (Json region : row.items("regions_with_capacity_available")) {
      free.add(region.text("name"));
    }
    for (String region : known.with(type.name(), free)) {
      book.add(
          new Listed(
              new Region(LambdaProvider.ID, region),
              Optional.empty(),
              type,
              CapacityType.ON_DEMAND,
              price,
              Availability.flag(free.contains(region), book.observedAt(), CAPACITY_HOLDS),
              SOURCE));
    }
  }

  private static InstanceType type(Json described) throws RefusedRow {
    Json specs = described.object("specs");
    Optional<AcceleratorSet> devices =
        devices(described.optionalText("gpu_description").orElse(""), specs.quantity("gpus"));
    return new InstanceType(
        described.text("name"),
        devices,
        specs.quantity("vcpus"),
        Memory.ofGibibytes(specs.quantity("memory_gib")),
        devices.map(AcceleratorNames::host).orElse(Architecture.X86_64),
        Interconnect.UNKNOWN);
  }

  private static Optional<AcceleratorSet> devices(String card, double count) throws RefusedRow {
    if (count == 0) {
      return Optional.empty();
    }
    Matcher parts = CARD.matcher(card);
    if (!parts.matches()) {
      return Optional.of(AcceleratorNames.devices(count, card));
    }
    String name = parts.group(1);
    String memory = " " + parts.group(2) + "GB";
    String form = parts.group(3).isEmpty() ? "" : " " + parts.group(3);
    return Optional.of(
        AcceleratorNames.devices(count, name + form + memory, name + form, name + memory, name));
  }
}
