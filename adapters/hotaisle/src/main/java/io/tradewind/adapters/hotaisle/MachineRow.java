package io.tradewind.adapters.hotaisle;

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
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one machine that can be had now means. */
record MachineRow(OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Hot Aisle",
          Optional.of(URI.create("https://hotaisle.xyz/pricing/")),
          Source.Term.LIVE,
          Optional.empty());

  /** The API names no place; there is one datacentre. */
  private static final String MICHIGAN = "us-michigan-1";

  private static final Duration STOCK_HOLDS = Duration.ofMinutes(5);
  private static final double GIBIBYTE = 1L << 30;

  void read(Json machine) throws RefusedRow {
    book.add(
        new Listed(
            new Region(HotAisleProvider.ID, MICHIGAN),
            Optional.empty(),
            type(machine.object("Specs")),
            CapacityType.ON_DEMAND,
            Prices.usdCents(machine.optionalDecimal("OnDemandPrice")),
            Availability.flag(true, book.observedAt(), STOCK_HOLDS),
            SOURCE));
  }

  private static InstanceType type(Json specs) throws RefusedRow {
    AcceleratorSet devices = devices(specs);
    double processors = specs.quantity("cpu_cores");
    double gibibytes = specs.quantity("ram_capacity") / GIBIBYTE;
    return new InstanceType(
        "%.0fx-%s-%.0fvcpu-%.0fgb"
            .formatted(devices.count(), devices.model().name(), processors, gibibytes),
        Optional.of(devices),
        processors,
        Memory.ofGibibytes(gibibytes),
        AcceleratorNames.host(devices),
        Interconnect.UNKNOWN);
  }

  private static AcceleratorSet devices(Json specs) throws RefusedRow {
    List<Json> cards = specs.items("gpus");
    if (cards.size() != 1) {
      throw RefusedRow.malformed(
          "there are %d kinds of cards; expected one".formatted(cards.size()));
    }
    return AcceleratorNames.devices(cards.get(0).quantity("count"), cards.get(0).text("model"));
  }
}
