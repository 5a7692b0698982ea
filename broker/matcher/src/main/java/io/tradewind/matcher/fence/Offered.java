package io.tradewind.matcher.fence;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Countries;
import io.tradewind.api.Offer;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.pricing.GramsCo2e;
import io.tradewind.pricing.Money;
import java.util.List;
import java.util.Optional;

/**
 * What bounds look at of an offer that a workload would run on.
 *
 * @param place empty where nobody knows where the region is
 * @param certifications that are held there
 * @param devices accelerators of one node in thousandths; 0 without any
 * @param perHour of one node
 * @param total of the run on all nodes; empty where it has no end, or nobody reckoned it
 * @param carbon of the run on all nodes; empty where nobody knows
 */
public record Offered(
    ProviderId feed,
    Region region,
    Optional<Place> place,
    Countries countries,
    Certified certifications,
    Optional<String> accelerator,
    int devices,
    CapacityType capacity,
    int nodes,
    Money perHour,
    Optional<Money> total,
    Optional<GramsCo2e> carbon) {

  /** Which certifications are held somewhere. */
  public interface Certified {
    boolean holds(Region region, String certification);
  }

  /** Whether amounts come to more than a limit, maybe in another currency. */
  public interface Scale {
    boolean exceed(List<Money> amounts, Money limit);
  }

  public static Offered of(
      ProviderId feed,
      Offer offer,
      Optional<Place> place,
      Countries countries,
      Certified certifications,
      int nodes,
      Optional<Money> total,
      Optional<GramsCo2e> carbon) {
    return new Offered(
        feed,
        offer.region(),
        place,
        countries,
        certifications,
        offer.accelerators().map(set -> set.model().name()),
        offer.accelerators().map(AcceleratorSet::countThousandths).orElse(0),
        offer.capacityType(),
        nodes,
        offer.price().perHour(),
        total,
        carbon);
  }
}
