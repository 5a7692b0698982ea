package io.tradewind.adapters.primeintellect;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.Availability.State;
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
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one configuration of one cloud means. Machines without accelerators are left out. */
record MachineRow(OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Prime Intellect",
          Optional.of(
              URI.create("https://docs.primeintellect.ai/api-reference/check-gpu-availability")),
          Source.Term.LIVE,
          Optional.empty());
  private static final Duration STOCK_HOLDS = Duration.ofMinutes(10);

  /** {@code H100_80GB}: the card and the memory of one of them. */
  private static final Pattern CARD = Pattern.compile("(.+)_(\\d{1,4})GB");

  void read(Json row) throws RefusedRow {
    if (row.text("gpuType").equals("CPU_NODE")) {
      return;
    }
    InstanceType type = type(row);
    CapacityType capacity =
        row.optionalFlag("isSpot").orElse(false) ? CapacityType.SPOT : CapacityType.ON_DEMAND;
    String nativeId =
        String.join("-", row.text("cloudId"), row.optionalText("security").orElse("any"))
            + "-x%.0f".formatted(row.quantity("gpuCount"));
    book.add(
        new Listed(
            new Region(Sellers.of(row.text("provider")), place(row)),
            Optional.empty(),
            type,
            capacity,
            price(row),
            availability(row),
            SOURCE,
            Optional.of(nativeId)));
  }

  /** The datacentre names the place; some clouds are told with a country or a region only. */
  private static String place(Json row) throws RefusedRow {
    for (String field : new String[] {"dataCenter", "country", "region"}) {
      Optional<String> place = row.optionalText(field);
      if (place.isPresent()) {
        return place.get();
      }
    }
    throw RefusedRow.malformed("there is no dataCenter, country or region; expected a place");
  }

  private static InstanceType type(Json row) throws RefusedRow {
    AcceleratorSet devices = devices(row);
    return new InstanceType(
        row.text("cloudId"),
        Optional.of(devices),
        usual(row, "vcpu"),
        Memory.ofGibibytes(usual(row, "memory")),
        AcceleratorNames.host(devices),
        Interconnect.UNKNOWN);
  }

  private static AcceleratorSet devices(Json row) throws RefusedRow {
    String told = row.text("gpuType");
    double count = row.quantity("gpuCount");
    Matcher card = CARD.matcher(told);
    if (!card.matches()) {
      return AcceleratorNames.devices(count, told);
    }
    String name = card.group(1).replace('_', ' ');
    String form = row.optionalText("socket").orElse("");
    return AcceleratorNames.devices(
        count, Double.parseDouble(card.group(2)), "%s %s".formatted(name, form).strip(), name);
  }

  /** Of a resource that may be chosen; what is usual is what the price includes. */
  private static double usual(Json row, String resource) throws RefusedRow {
    Optional<Json> told = row.optionalObject(resource);
    return told.isEmpty()
        ? 0
        : told.get().optionalNumber("defaultCount").orElse(BigDecimal.ZERO).doubleValue();
  }

  /** For the whole machine. Community machines have a price of their own. */
  private static HourlyRate price(Json row) throws RefusedRow {
    Json prices = row.object("prices");
    boolean isCommunity = row.optionalText("security").orElse("").equals("community_cloud");
    Optional<BigDecimal> community = prices.optionalNumber("communityPrice");
    Optional<BigDecimal> price =
        isCommunity && community.isPresent() ? community : prices.optionalNumber("onDemand");
    return Prices.of(price, Prices.currency(prices.optionalText("currency").orElse("USD")));
  }

  private Availability availability(Json row) throws RefusedRow {
    String stock = row.optionalText("stockStatus").orElse("").toLowerCase(Locale.ROOT);
    State state =
        switch (stock.replace('_', ' ')) {
          case "available", "high", "medium" -> State.AVAILABLE;
          case "low" -> State.LIMITED;
          case "out of stock", "unavailable" -> State.UNAVAILABLE;
          default -> State.UNKNOWN;
        };
    return state == State.UNKNOWN
        ? Availability.unknown(book.observedAt())
        : new Availability(
            state, Availability.Kind.FLAG, OptionalDouble.empty(), book.observedAt(), STOCK_HOLDS);
  }
}
