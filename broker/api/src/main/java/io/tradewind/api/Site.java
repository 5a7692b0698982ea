package io.tradewind.api;

import io.tradewind.api.site.Ask;
import io.tradewind.api.site.Circumstances;
import io.tradewind.pricing.NodePower;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A datacentre, or a single machine, that sells what its agents discovered.
 *
 * @param machines those that went silent included
 * @param asks at most one a unit; what has none is not on sale
 * @param freeWatts how much more its machines may draw for leases; empty for no limit
 * @param now the moment at which all this was seen, with what prices depend on
 */
public record Site(
    SiteId id,
    String name,
    Region region,
    Optional<String> country,
    List<SiteMachine> machines,
    List<Ask> asks,
    OptionalDouble freeWatts,
    Offer.Listing listing,
    Circumstances now) {
  private static final double MEBIBYTES_PER_GIGABYTE = 1e9 / (1024 * 1024);

  public Site {
    machines = List.copyOf(machines);
    asks = List.copyOf(asks);
  }

  public Optional<Ask> ask(String unit) {
    return asks.stream().filter(ask -> ask.unit().equals(unit)).findFirst();
  }

  /**
   * The rated power of a share at the plug of its machine, by {@link NodePower}'s model. Devices
   * whose power nobody published count nothing.
   */
  public static double ratedWatts(InstanceType shape) {
    double devices = shape.accelerators().map(AcceleratorSet::count).orElse(0.0);
    double each =
        shape
            .accelerators()
            .map(AcceleratorSet::model)
            .map(AcceleratorModel::thermalDesignPowerWatts)
            .orElse(OptionalDouble.empty())
            .orElse(0);
    return NodePower.ratedWatts(
        each * devices, 1, shape.vcpus(), shape.memory().mebibytes() / MEBIBYTES_PER_GIGABYTE);
  }
}
