package io.tradewind.matcher.bench;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.Region;
import io.tradewind.api.Regions;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Offers from a seed, shaped like the real ones: most without accelerators, half of them spot, a
 * few hundred machine shapes in all, some sixty of them with each seller.
 */
public final class GeneratedOffers {
  private static final Instant OBSERVED = Instant.parse("2026-06-01T00:00:00Z");
  private static final Source SOURCE =
      new Source("generated", Optional.empty(), Source.Term.LIST, Optional.of(OBSERVED));
  private static final Currency USD = Currency.getInstance("USD");

  private static final double[] VCPUS = {
    1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 72, 80, 96, 128, 192
  };
  private static final int[] GIBIBYTES_A_VCPU = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 24, 32};
  private static final int[] COUNTS = {1, 4, 8};

  private final Random random;
  private final List<Region> regions = new ArrayList<>(Regions.bundled().places().keySet());
  private final List<AcceleratorModel> models = new ArrayList<>(Accelerators.bundled().models());

  private GeneratedOffers(long seed) {
    random = new Random(seed);
  }

  public static List<Offer> of(long seed, int count) {
    GeneratedOffers generated = new GeneratedOffers(seed);
    List<Offer> offers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      offers.add(generated.offer(i));
    }
    return offers;
  }

  private Offer offer(int number) {
    Region region = regions.get(random.nextInt(regions.size()));
    Optional<AcceleratorSet> accelerators =
        random.nextInt(18) == 0 ? Optional.of(accelerators(region)) : Optional.empty();
    double vcpus =
        accelerators
            .map(set -> 12 * set.count())
            .orElseGet(() -> VCPUS[soldBy(region, random.nextInt(9), VCPUS.length)]);
    int perVcpu =
        accelerators.isPresent()
            ? 16
            : GIBIBYTES_A_VCPU[soldBy(region, random.nextInt(7), GIBIBYTES_A_VCPU.length)];
    InstanceType type =
        new InstanceType(
            "g" + random.nextInt(1500),
            accelerators,
            vcpus,
            Memory.ofGibibytes(vcpus * perVcpu),
            Architecture.X86_64,
            Interconnect.UNKNOWN);
    boolean spot = random.nextBoolean();
    double hourly =
        (0.01 * vcpus * (1 + perVcpu / 16.0)
                + accelerators.map(set -> 1.5 * set.count()).orElse(0.0))
            * (0.6 + random.nextDouble())
            * (spot ? 0.4 : 1);
    return new Offer(
        new OfferId("generated-" + number),
        region,
        Optional.empty(),
        type,
        spot ? CapacityType.SPOT : CapacityType.ON_DEMAND,
        new HourlyRate(Money.nano((1 + Math.round(hourly * 1e5)) * 10_000, USD)),
        Availability.unknown(OBSERVED),
        OBSERVED,
        SOURCE,
        Offer.Listing.OPEN);
  }

  /** Three models a region, each as one, four or eight. */
  private AcceleratorSet accelerators(Region region) {
    AcceleratorModel model = models.get(soldBy(region, random.nextInt(3), models.size()));
    return AcceleratorSet.of(model, COUNTS[random.nextInt(COUNTS.length)]);
  }

  /** A seller, or a region of its, has some of many things: always the same ones. */
  private static int soldBy(Region region, int choice, int many) {
    int hash = (many > 50 ? region.hashCode() : region.provider().hashCode()) + choice * 0x9E3779B9;
    return Math.floorMod((hash ^ (hash >>> 13)) * 0x85EBCA6B, many);
  }
}
