package io.tradewind.adapters.jarvislabs;

import io.tradewind.api.AcceleratorSet;
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
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What one card in one region means: machines with one of them up to as many as fit. Containers are
 * left out: a machine is what can be had anywhere else.
 */
record CardRow(OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Jarvis Labs",
          Optional.of(URI.create("https://jarvislabs.ai/pricing")),
          Source.Term.LIVE,
          Optional.empty());
  private static final Duration STOCK_HOLDS = Duration.ofMinutes(10);
  private static final int MOST_CARDS = 16;

  void read(Json row) throws RefusedRow {
    // Older machines have no type at all.
    if (row.optionalText("workload_type").filter(type -> !type.equals("vm")).isPresent()) {
      return;
    }
    Region region = new Region(JarvisLabsProvider.ID, row.text("region"));
    int most = mostCards(row);
    for (int count = 1; count <= most; count++) {
      offers(row, region, type(row, count), count);
    }
  }

  private void offers(Json row, Region region, InstanceType type, int count) throws RefusedRow {
    BigDecimal cards = BigDecimal.valueOf(count);
    Optional<BigDecimal> free =
        row.has("effective_num_free_devices")
            ? row.optionalDecimal("effective_num_free_devices")
            : row.optionalDecimal("num_free_devices");
    book.add(
        listed(
            region,
            type,
            CapacityType.ON_DEMAND,
            Prices.usd(row.optionalDecimal("price_per_hour").map(cards::multiply)),
            machines(free, count)));
    Optional<BigDecimal> spot = row.optionalDecimal("spot_price");
    if (spot.isPresent()) {
      book.add(
          listed(
              region,
              type,
              CapacityType.SPOT,
              Prices.usd(spot.map(cards::multiply)),
              machines(row.optionalDecimal("spot_num_free_devices"), count)));
    }
  }

  private Listed listed(
      Region region,
      InstanceType type,
      CapacityType capacity,
      HourlyRate price,
      Availability availability) {
    return new Listed(region, Optional.empty(), type, capacity, price, availability, SOURCE);
  }

  /** So many whole machines, at least, as the free cards would fill if they stood together. */
  private Availability machines(Optional<BigDecimal> free, int count) {
    return free.map(
            cards -> Availability.count(cards.longValue() / count, book.observedAt(), STOCK_HOLDS))
        .orElseGet(() -> Availability.unknown(book.observedAt()));
  }

  private static int mostCards(Json row) throws RefusedRow {
    int most = row.optionalDecimal("num_gpus").orElse(BigDecimal.ONE).intValue();
    if (most < 1 || most > MOST_CARDS) {
      throw RefusedRow.malformed("num_gpus is %d; expected 1 to %d".formatted(most, MOST_CARDS));
    }
    return most;
  }

  private static InstanceType type(Json row, int count) throws RefusedRow {
    String card = row.text("gpu_type");
    double gigabytes =
        row.optionalDecimal("vram")
            .orElseThrow(() -> RefusedRow.malformed("there is no vram; expected a number"))
            .doubleValue();
    AcceleratorSet devices =
        AcceleratorNames.devices(
            count, gigabytes, card, card.replace("-", " "), card.replaceAll("[- ]", ""));
    return new InstanceType(
        "%s-%dx".formatted(card.replace(' ', '-'), count),
        Optional.of(devices),
        row.quantity("cpus_per_gpu") * count,
        Memory.ofGibibytes(row.quantity("ram_per_gpu") * count),
        AcceleratorNames.host(devices),
        Interconnect.UNKNOWN);
  }
}
