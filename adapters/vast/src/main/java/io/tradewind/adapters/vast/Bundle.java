package io.tradewind.adapters.vast;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.Json;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What one machine of the search means. Its price is the base price and the storage of a disk:
 * Vast.ai bills both as long as the machine is rented.
 *
 * @param diskGigabytes the disk that is priced
 */
record Bundle(BigDecimal diskGigabytes) {
  private static final URI PAGE = URI.create("https://vast.ai/pricing");
  // The unit of storage_cost is USD per gigabyte and month; a month is billed as 30 days.
  private static final BigDecimal HOURS_A_MONTH = new BigDecimal(720);
  private static final Duration LISTING_HOLDS = Duration.ofMinutes(5);
  private static final double MEBIBYTES = 1024;

  /** Cards report some memory less than is sold, and error correction takes another part. */
  private static final double MOST_DEVIATION = 0.2;

  void read(Json machine, String label, OfferBook book) throws RefusedRow {
    Listed template = template(machine, book);
    BigDecimal storage = storage(machine);
    book.attempt(
        label,
        () -> book.add(at(template, CapacityType.ON_DEMAND, price(machine, "dph_base", storage))));
    if (machine.has("min_bid")) {
      book.attempt(
          label + " interruptible",
          () -> book.add(at(template, CapacityType.SPOT, price(machine, "min_bid", storage))));
    }
  }

  /** The machine without its prices, which are filled in for each way to rent it. */
  private Listed template(Json machine, OfferBook book) throws RefusedRow {
    return new Listed(
        Places.region(machine.optionalText("geolocation")),
        Optional.of("machine-" + machine.number("machine_id").toBigInteger()),
        type(machine),
        CapacityType.ON_DEMAND,
        Prices.usd(Optional.of(BigDecimal.ONE)),
        Availability.count(isFree(machine) ? 1 : 0, book.observedAt(), LISTING_HOLDS),
        source(machine),
        Optional.of(machine.number("id").toBigInteger().toString()));
  }

  private static Listed at(Listed machine, CapacityType capacity, HourlyRate price) {
    return new Listed(
        machine.region(),
        machine.zone(),
        machine.type(),
        capacity,
        price,
        machine.availability(),
        machine.source(),
        machine.nativeId());
  }

  /** A base price of nothing is no price, however much the disk costs. */
  private static HourlyRate price(Json machine, String field, BigDecimal storage)
      throws RefusedRow {
    Optional<BigDecimal> base = machine.optionalNumber(field);
    HourlyRate bare = Prices.usd(base);
    return storage.signum() == 0
        ? bare
        : Prices.usd(Optional.of(bare.perHour().amount().add(storage)));
  }

  private BigDecimal storage(Json machine) throws RefusedRow {
    BigDecimal monthly = machine.optionalNumber("storage_cost").orElse(BigDecimal.ZERO);
    if (monthly.signum() < 0) {
      throw RefusedRow.malformed("storage_cost is %s".formatted(monthly.toPlainString()));
    }
    return monthly.multiply(diskGigabytes).divide(HOURS_A_MONTH, MathContext.DECIMAL64);
  }

  private static InstanceType type(Json machine) throws RefusedRow {
    AcceleratorSet devices = devices(machine);
    double effective =
        machine.optionalNumber("cpu_cores_effective").map(BigDecimal::doubleValue).orElse(0.0);
    String name =
        "%sx-%s".formatted(machine.number("num_gpus"), machine.text("gpu_name").replace(' ', '_'));
    return new InstanceType(
        name,
        Optional.of(devices),
        effective,
        memory(machine, effective),
        AcceleratorNames.host(devices),
        Interconnect.ETHERNET);
  }

  /** The renter's share of the host's memory goes with the share of its cores. */
  private static Memory memory(Json machine, double effective) throws RefusedRow {
    double cores = machine.optionalNumber("cpu_cores").map(BigDecimal::doubleValue).orElse(0.0);
    double whole = machine.optionalNumber("cpu_ram").map(BigDecimal::doubleValue).orElse(0.0);
    return cores > 0
        ? Memory.ofGibibytes(whole / MEBIBYTES * Math.min(1, effective / cores))
        : Memory.NONE;
  }

  /** One name stands for cards of several sizes, so the size is part of the first spelling. */
  private static AcceleratorSet devices(Json machine) throws RefusedRow {
    String name = machine.text("gpu_name");
    double gibibytes = machine.quantity("gpu_ram") / MEBIBYTES;
    AcceleratorSet devices =
        AcceleratorNames.devices(
            machine.quantity("num_gpus"), "%s %dGB".formatted(name, Math.round(gibibytes)), name);
    double listed = devices.model().memory().gibibytes();
    if (Math.abs(gibibytes - listed) > MOST_DEVIATION * listed) {
      throw new RefusedRow(
          Reason.UNKNOWN_ACCELERATOR,
          "a %s has %.0f GiB here and %.0f in the accelerator table"
              .formatted(name, gibibytes, listed));
    }
    return devices;
  }

  private static boolean isFree(Json machine) throws RefusedRow {
    return machine.optionalFlag("rentable").orElse(true)
        && !machine.optionalFlag("rented").orElse(false);
  }

  /** Who stands behind the machine is part of where the price comes from. */
  private static Source source(Json machine) throws RefusedRow {
    String host = machine.optionalText("verification").orElse("unverified");
    String reliability =
        machine
            .optionalNumber("reliability2")
            .map(share -> ", %.1f %% reliable".formatted(100 * share.doubleValue()))
            .orElse("");
    return new Source(
        "Vast.ai, %s host%s".formatted(host, reliability),
        Optional.of(PAGE),
        Source.Term.LIVE,
        Optional.empty());
  }
}
