package io.tradewind.adapters.tencent;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.Availability.State;
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
import java.util.Currency;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one machine type in one zone, paid in one way, means. Machines without accelerators are left
 * out.
 */
record ConfigRow(String region, Currency currency, Families families, OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Tencent Cloud",
          Optional.of(URI.create("https://www.tencentcloud.com/pricing/cvm")),
          Source.Term.LIVE,
          Optional.empty());
  private static final Duration STOCK_HOLDS = Duration.ofMinutes(10);

  void read(Json config) throws RefusedRow {
    double count = cards(config);
    if (count == 0) {
      return;
    }
    book.add(
        new Listed(
            new Region(TencentProvider.ID, region),
            Optional.of(config.text("Zone")),
            type(config, count),
            ChargeType.of(config.text("InstanceChargeType")).capacity(),
            price(config),
            new Availability(
                state(config),
                Availability.Kind.FLAG,
                OptionalDouble.empty(),
                book.observedAt(),
                STOCK_HOLDS),
            SOURCE));
  }

  /** {@code GpuCount} is below one for a part of a card, where {@code Gpu} says 0 or 1. */
  private static double cards(Json config) throws RefusedRow {
    Optional<BigDecimal> count = config.optionalNumber("GpuCount");
    return count.isPresent() && count.get().signum() != 0
        ? count.get().doubleValue()
        : config.optionalNumber("Gpu").orElse(BigDecimal.ZERO).doubleValue();
  }

  private InstanceType type(Json config, double count) throws RefusedRow {
    AcceleratorSet devices = families.devices(config.text("InstanceFamily"), count);
    return new InstanceType(
        config.text("InstanceType"),
        Optional.of(devices),
        config.quantity("Cpu"),
        Memory.ofGibibytes(config.quantity("Memory")),
        AcceleratorNames.host(devices),
        Interconnect.UNKNOWN);
  }

  /** What this account pays, below {@code UnitPrice} where a discount was agreed. */
  private HourlyRate price(Json config) throws RefusedRow {
    Optional<Json> price = config.optionalObject("Price");
    if (price.isEmpty()) {
      return Prices.of(Optional.empty(), currency);
    }
    String unit = price.get().optionalText("ChargeUnit").orElse("HOUR");
    if (!unit.equals("HOUR")) {
      throw RefusedRow.malformed("ChargeUnit is %s; expected HOUR".formatted(unit));
    }
    Optional<BigDecimal> paid = price.get().optionalNumber("UnitPriceDiscount");
    return Prices.of(paid.isPresent() ? paid : price.get().optionalNumber("UnitPrice"), currency);
  }

  private static State state(Json config) throws RefusedRow {
    if (!config.text("Status").equals("SELL")) {
      return State.UNAVAILABLE;
    }
    return switch (config.optionalText("StatusCategory").orElse("")) {
      case "UnderStock" -> State.LIMITED;
      case "WithoutStock" -> State.UNAVAILABLE;
      default -> State.AVAILABLE;
    };
  }
}
