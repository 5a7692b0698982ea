package io.tradewind.adapters.gcp;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Region;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.ShapeTable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * TPU slices: bundled shapes at the catalogue's price of a chip, in every region where it prices
 * one. Which zone has which size of slice, the catalogue does not tell.
 */
final class TpuOffers {
  private final List<InstanceType> slices =
      ShapeTable.beside(TpuOffers.class, "tpu-slices.csv").rows().stream()
          .map(row -> slice(row.type()))
          .toList();
  private final Predicate<String> isWanted;

  /**
   * @param isWanted of a region's name
   */
  TpuOffers(Predicate<String> isWanted) {
    this.isWanted = isWanted;
  }

  void list(UnitPrices prices, OfferBook book) {
    for (String region : prices.regions()) {
      if (isWanted.test(region)) {
        for (InstanceType slice : slices) {
          for (CapacityType capacity : List.of(CapacityType.ON_DEMAND, CapacityType.SPOT)) {
            prices
                .find(new Part(Part.Kind.TPU_CHIP, prefix(slice)), region, capacity)
                .ifPresent(chip -> add(slice, region, capacity, chip, book));
          }
        }
      }
    }
  }

  private static void add(
      InstanceType slice, String region, CapacityType capacity, BigDecimal chip, OfferBook book) {
    book.attempt(
        "%s %s".formatted(region, slice.name()),
        () -> book.add(listed(slice, region, capacity, chip, book)));
  }

  private static Listed listed(
      InstanceType slice, String region, CapacityType capacity, BigDecimal chip, OfferBook book)
      throws RefusedRow {
    BigDecimal chips = BigDecimal.valueOf(slice.accelerators().orElseThrow().count());
    return new Listed(
        new Region(GcpProvider.ID, region),
        Optional.empty(),
        slice,
        capacity,
        Prices.usd(Optional.of(chip.multiply(chips))),
        Availability.unknown(book.observedAt()),
        OfferWriter.SOURCE);
  }

  /** The name tells the chips, so the table's count must agree. */
  private static InstanceType slice(InstanceType row) {
    AcceleratorSet set = Accelerators.bundled().resolve(row.name()).orElseThrow();
    if (!AcceleratorSet.of(set.model(), set.count()).equals(row.accelerators().orElseThrow())) {
      throw new IllegalStateException(
          "tpu-slices.csv says %s of %s; its name says %s."
              .formatted(row.accelerators(), row.name(), set));
    }
    return new InstanceType(
        row.name(),
        Optional.of(set),
        row.vcpus(),
        row.memory(),
        row.architecture(),
        row.interconnect());
  }

  /** {@code v5litepod} of {@code tpu-v5litepod-8}. */
  private static String prefix(InstanceType slice) {
    return slice.name().split("-")[1];
  }
}
