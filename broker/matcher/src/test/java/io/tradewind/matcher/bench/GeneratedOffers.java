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

/** Offers from a seed, shaped like the real ones: most without accelerators, half of them spot. */
public final class GeneratedOffers {
  private static final Instant OBSERVED = Instant.parse("2026-06-01T00:00:00Z");
  private static final Source SOURCE =
      new Source("generated", Optional.empty(), Source.Term.LIST, Optional.of(OBSERVED));
  private static final Currency USD = Currency.getInstance("USD");

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
    int size = random.nextInt(7);
    Optional<AcceleratorSet> accelerators =
        random.nextInt(18) == 0
            ? Optional.of(
                AcceleratorSet.of(models.get(random.nextInt(models.size())), 1 << size % 4))
            : Optional.empty();
    double vcpus = 1 << size;
    InstanceType type =
        new InstanceType(
            "g" + random.nextInt(1500),
            accelerators,
            vcpus,
            Memory.ofGibibytes(vcpus * (2 << random.nextInt(3))),
            Architecture.X86_64,
            Interconnect.UNKNOWN);
    boolean spot = random.nextBoolean();
    double hourly =
        (0.01 * vcpus + accelerators.map(set -> 1.5 * set.count()).orElse(0.0))
            * (0.6 + random.nextDouble())
            * (spot ? 0.4 : 1);
    return new Offer(
        new OfferId("generated-" + number),
        regions.get(random.nextInt(regions.size())),
        Optional.empty(),
        type,
        spot ? CapacityType.SPOT : CapacityType.ON_DEMAND,
        new HourlyRate(Money.nano((1 + Math.round(hourly * 1e5)) * 10_000, USD)),
        Availability.unknown(OBSERVED),
        OBSERVED,
        SOURCE,
        Offer.Listing.OPEN);
  }
}
