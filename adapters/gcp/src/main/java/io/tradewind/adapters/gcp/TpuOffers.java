package io.tradewind.adapters.gcp;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Region;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * TPU slices at the catalogue's price of a chip: in the zones that have them, as a project sees it;
 * else in every region where a chip is priced, since the catalogue tells no zones.
 */
final class TpuOffers {
  /** Sold out for good, and priced under another service. */
  private static final Set<String> RETIRING = Set.of("v2", "v3");

  private static final List<CapacityType> TERMS =
      List.of(CapacityType.ON_DEMAND, CapacityType.SPOT);

  /** A request that waits says little of the next hour. */
  private static final Duration BELIEVED = Duration.ofMinutes(15);

  private final TpuSlices slices = new TpuSlices();
  private final Predicate<String> isWanted;

  /**
   * @param isWanted of a region's name
   */
  TpuOffers(Predicate<String> isWanted) {
    this.isWanted = isWanted;
  }

  /** By region. */
  void listBundled(UnitPrices prices, OfferBook book) {
    for (String region : prices.regions()) {
      if (isWanted.test(region)) {
        for (InstanceType slice : slices.bundled()) {
          Place place = new Place(region, Optional.empty());
          addAll(slice, place, prices, book, term -> Availability.unknown(book.observedAt()));
        }
      }
    }
  }

  /**
   * By zone.
   *
   * @param now when the inventory was read, which may be later than the prices
   */
  void list(TpuInventory inventory, UnitPrices prices, OfferBook book, Instant now) {
    inventory.silent().forEach((zone, words) -> MachineOffers.noteSilence(zone, words, book));
    inventory
        .types()
        .forEach(
            (zone, types) -> {
              Place place = new Place(MachineOffers.region(zone), Optional.of(zone));
              for (String type : types) {
                if (!RETIRING.contains(type.split("-", 2)[0])) {
                  book.row(
                      "%s tpu %s".formatted(zone, type),
                      () -> {
                        InstanceType slice = known(type);
                        addAll(
                            slice,
                            place,
                            prices,
                            book,
                            term -> availability(inventory, zone, slice, term, now));
                      });
                }
              }
            });
  }

  private InstanceType known(String type) throws RefusedRow {
    return slices
        .find(type)
        .orElseThrow(
            () ->
                new RefusedRow(
                    Reason.UNKNOWN_ACCELERATOR,
                    "%s is of no generation in tpu-slices.csv".formatted(type)));
  }

  private static void addAll(
      InstanceType slice,
      Place place,
      UnitPrices prices,
      OfferBook book,
      Function<CapacityType, Availability> availability) {
    Part chip = new Part(Part.Kind.TPU_CHIP, TpuSlices.generation(slice));
    for (CapacityType term : TERMS) {
      prices
          .find(chip, place.region(), term)
          .ifPresent(
              price ->
                  book.attempt(
                      "%s %s".formatted(place.zone().orElse(place.region()), slice.name()),
                      () -> book.add(listed(slice, place, term, price, availability.apply(term)))));
    }
  }

  private static Listed listed(
      InstanceType slice,
      Place place,
      CapacityType term,
      BigDecimal chip,
      Availability availability)
      throws RefusedRow {
    BigDecimal chips = BigDecimal.valueOf(slice.accelerators().orElseThrow().count());
    return new Listed(
        new Region(GcpProvider.ID, place.region()),
        place.zone(),
        slice,
        term,
        Prices.usd(Optional.of(chip.multiply(chips))),
        availability,
        OfferWriter.SOURCE);
  }

  /**
   * No quota where the project may not run even one, and limited where a request of its own has
   * been waiting for the same.
   */
  private static Availability availability(
      TpuInventory inventory, String zone, InstanceType slice, CapacityType term, Instant now) {
    String type = slice.name().substring(TpuSlices.PREFIX.length());
    if (inventory.quotas().forbids(zone, slice, term)) {
      return flag(Availability.State.NO_QUOTA, now);
    }
    return inventory.isWaitedFor(zone, type, term)
        ? flag(Availability.State.LIMITED, now)
        : Availability.unknown(now);
  }

  private static Availability flag(Availability.State state, Instant now) {
    return new Availability(state, Availability.Kind.FLAG, OptionalDouble.empty(), now, BELIEVED);
  }

  private record Place(String region, Optional<String> zone) {}
}
