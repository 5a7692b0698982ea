package io.tradewind.adapters.sim;

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
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * What the simulated provider sells: every shape in every region, on demand and spot. Prices vary
 * by region within a tenth, spot is at 25 to 60 % of on demand, one offer in eight is sold out.
 */
final class SimOffers {
  private static final Source SOURCE =
      new Source("simulated", Optional.empty(), Source.Term.LIVE, Optional.empty());
  private static final List<InstanceType> SHAPES =
      List.of(
          shape("cpu-4", "", 0, 4, 16),
          shape("cpu-32", "", 0, 32, 128),
          shape("t4-1", "T4", 1, 4, 16),
          shape("l4-1", "L4", 1, 8, 32),
          shape("a100-80-8", "A100-80GB", 8, 96, 1360),
          shape("h100-1", "H100", 1, 26, 200),
          shape("h100-8", "H100", 8, 208, 1600),
          shape("mi300x-8", "MI300X", 8, 160, 1800));
  // USD an hour on demand, in the order of the shapes: in the range of what such machines cost.
  private static final List<String> LIST_PRICES =
      List.of("0.19", "1.52", "0.53", "0.80", "17.60", "3.10", "24.80", "19.90");

  private final Map<OfferId, Listed> listed = new LinkedHashMap<>();

  /**
   * @param stock how many machines each offer has; empty for what the seed says
   */
  SimOffers(long seed, int count, OptionalInt stock) {
    Random random = new Random(seed);
    for (int pair = 0; listed.size() < count; pair++) {
      int shape = pair % SHAPES.size();
      Region region = new Region(SimProvider.ID, "sim-" + (1 + pair / SHAPES.size()));
      BigDecimal onDemand = share(LIST_PRICES.get(shape), 0.90 + 0.20 * random.nextDouble());
      BigDecimal spot = share(onDemand.toString(), 0.25 + 0.35 * random.nextDouble());
      add(SHAPES.get(shape), region, CapacityType.ON_DEMAND, onDemand, machines(random, stock));
      if (listed.size() < count) {
        add(SHAPES.get(shape), region, CapacityType.SPOT, spot, machines(random, stock));
      }
    }
  }

  Collection<Listed> all() {
    return listed.values();
  }

  Optional<Listed> find(OfferId id) {
    return Optional.ofNullable(listed.get(id));
  }

  private void add(
      InstanceType shape, Region region, CapacityType capacity, BigDecimal price, int machines) {
    OfferId id =
        new OfferId("sim:%s:%s:%s".formatted(region.name(), shape.name(), capacity.wireName()));
    HourlyRate rate = HourlyRate.of(price.toPlainString(), "USD");
    listed.put(id, new Listed(id, region, shape, capacity, rate, machines));
  }

  private static int machines(Random random, OptionalInt stock) {
    int seeded = random.nextInt(8) == 0 ? 0 : 2 + random.nextInt(15);
    return stock.orElse(seeded);
  }

  private static BigDecimal share(String price, double share) {
    return Money.usd(price)
        .times(BigDecimal.valueOf(share), RoundingMode.HALF_EVEN)
        .amount()
        .setScale(4, RoundingMode.HALF_EVEN);
  }

  private static InstanceType shape(
      String name, String accelerator, int count, int vcpus, int gibibytes) {
    Optional<AcceleratorSet> accelerators =
        Accelerators.bundled()
            .resolve(accelerator)
            .map(one -> AcceleratorSet.of(one.model(), count));
    return new InstanceType(
        name,
        accelerators,
        vcpus,
        Memory.ofGibibytes(gibibytes),
        Architecture.X86_64,
        count == 8 ? Interconnect.RDMA : Interconnect.ETHERNET);
  }

  /**
   * A line of the list, whatever the time.
   *
   * @param machines how many can run at once
   */
  record Listed(
      OfferId id,
      Region region,
      InstanceType shape,
      CapacityType capacity,
      HourlyRate price,
      int machines) {
    Offer at(Instant now, Availability availability) {
      return new Offer(
          id,
          region,
          Optional.empty(),
          shape,
          capacity,
          price,
          availability,
          now,
          SOURCE,
          Offer.Listing.OPEN);
    }
  }
}
