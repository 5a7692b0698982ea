package io.tradewind.adapters.runpod;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
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
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What an answer about one kind of accelerator at one place means. */
record GpuRow(Site site, OfferBook book) {
  private static final URI PAGE = URI.create("https://www.runpod.io/pricing");
  private static final Source SECURE = source("RunPod Secure Cloud");
  private static final Source COMMUNITY = source("RunPod Community Cloud");
  private static final Duration STOCK_HOLDS = Duration.ofMinutes(15);

  void read(Json gpu) throws RefusedRow {
    for (int count : Queries.COUNTS) {
      Optional<Json> stock = gpu.optionalObject(Queries.alias(count));
      if (stock.isPresent() && isListed(stock.get())) {
        InstanceType type = type(gpu, stock.get(), count);
        Availability availability = availability(stock.get());
        String price = site.isSecure() ? "securePrice" : "communityPrice";
        add(gpu, type, CapacityType.ON_DEMAND, price, availability);
        String spot = site.isSecure() ? "secureSpotPrice" : "communitySpotPrice";
        if (gpu.has(spot)) {
          add(gpu, type, CapacityType.SPOT, spot, availability);
        }
      }
    }
  }

  /** Where there is neither stock nor a machine to describe, the kind is not sold at this place. */
  private static boolean isListed(Json stock) {
    return stock.has("stockStatus") || stock.has("minVcpu");
  }

  private void add(
      Json gpu,
      InstanceType type,
      CapacityType capacity,
      String priceField,
      Availability availability) {
    book.attempt(
        "%s %s in %s".formatted(type.name(), capacity.wireName(), site.label()),
        () -> {
          BigDecimal devices =
              BigDecimal.valueOf(type.accelerators().map(AcceleratorSet::count).orElse(1.0));
          book.add(
              new Listed(
                  site.region(),
                  site.zone(),
                  type,
                  capacity,
                  Prices.usd(gpu.optionalNumber(priceField).map(devices::multiply)),
                  availability,
                  site.isSecure() ? SECURE : COMMUNITY));
        });
  }

  private static InstanceType type(Json gpu, Json stock, int count) throws RefusedRow {
    String name = gpu.optionalText("displayName").orElse(gpu.text("id"));
    AcceleratorSet devices = devices(gpu, name, count);
    return new InstanceType(
        typeName(gpu, count),
        Optional.of(devices),
        stock.optionalNumber("minVcpu").map(BigDecimal::doubleValue).orElse(0.0),
        Memory.ofGibibytes(
            stock.optionalNumber("minMemory").map(BigDecimal::doubleValue).orElse(0.0)),
        AcceleratorNames.host(devices),
        Interconnect.UNKNOWN);
  }

  static String typeName(Json gpu, int count) throws RefusedRow {
    String name = gpu.optionalText("displayName").orElse(gpu.text("id"));
    return "%dx-%s".formatted(count, name.replace(' ', '-'));
  }

  /**
   * The id is the driver's name of the card, the other one is for people; with the memory either is
   * surer.
   */
  private static AcceleratorSet devices(Json gpu, String name, int count) throws RefusedRow {
    String id = gpu.text("id");
    String memory = " %sGB".formatted(gpu.number("memoryInGb").toBigInteger());
    return AcceleratorNames.devices(count, id, name + memory, id + memory, name);
  }

  private Availability availability(Json stock) throws RefusedRow {
    String said = stock.optionalText("stockStatus").orElse("none").toLowerCase(Locale.ROOT);
    Availability.State state =
        switch (said) {
          case "high", "medium" -> Availability.State.AVAILABLE;
          case "low" -> Availability.State.LIMITED;
          case "none" -> Availability.State.UNAVAILABLE;
          default -> Availability.State.UNKNOWN;
        };
    return new Availability(
        state, Availability.Kind.FLAG, OptionalDouble.empty(), book.observedAt(), STOCK_HOLDS);
  }

  private static Source source(String name) {
    return new Source(name, Optional.of(PAGE), Source.Term.LIVE, Optional.empty());
  }
}
