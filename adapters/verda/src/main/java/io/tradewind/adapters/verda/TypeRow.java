package io.tradewind.adapters.verda;

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
import java.util.List;
import java.util.Optional;

/** What one instance type means: the same two prices in every location. */
record TypeRow(List<String> locations, Stock stock, OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Verda",
          Optional.of(URI.create("https://verda.com/pricing")),
          Source.Term.LIVE,
          Optional.empty());
  private static final Duration STOCK_HOLDS = Duration.ofMinutes(10);

  void read(Json row) throws RefusedRow {
    InstanceType type = type(row);
    String currency = row.optionalText("currency").orElse("usd");
    offer(row, type, "price_per_hour", currency, CapacityType.ON_DEMAND);
    if (row.has("spot_price")) {
      offer(row, type, "spot_price", currency, CapacityType.SPOT);
    }
  }

  private void offer(
      Json row, InstanceType type, String field, String currency, CapacityType capacity) {
    book.attempt(
        "%s %s".formatted(type.name(), capacity.wireName()),
        () -> {
          HourlyRate price = Prices.of(row.optionalDecimal(field), Prices.currency(currency));
          for (String location : locations) {
            book.add(listed(location, type, capacity, price));
          }
        });
  }

  private Listed listed(
      String location, InstanceType type, CapacityType capacity, HourlyRate price) {
    return new Listed(
        new Region(VerdaProvider.ID, location),
        Optional.empty(),
        type,
        capacity,
        price,
        Availability.flag(
            stock.has(location, type.name(), capacity), book.observedAt(), STOCK_HOLDS),
        SOURCE);
  }

  private static InstanceType type(Json row) throws RefusedRow {
    Optional<AcceleratorSet> devices = devices(row);
    return new InstanceType(
        row.text("instance_type"),
        devices,
        row.object("cpu").quantity("number_of_cores"),
        Memory.ofGibibytes(row.object("memory").quantity("size_in_gigabytes")),
        devices.map(AcceleratorNames::host).orElse(Architecture.X86_64),
        Interconnect.UNKNOWN);
  }

  /** {@code 8x H100 SXM5 80GB}; machines without a card say that they have none. */
  private static Optional<AcceleratorSet> devices(Json row) throws RefusedRow {
    Json card = row.object("gpu");
    double count = card.quantity("number_of_gpus");
    if (count == 0) {
      return Optional.empty();
    }
    String name = card.text("description").replaceFirst("^\\d+x\\s*", "");
    return Optional.of(AcceleratorNames.devices(count, name, row.text("name")));
  }
}
