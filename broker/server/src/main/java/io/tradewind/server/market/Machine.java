package io.tradewind.server.market;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.Region;

/**
 * What makes two offers the same thing, whoever tells of them: seller, region, instance type,
 * accelerators and capacity type. The zone is judged apart, since some sources price a whole
 * region.
 */
record Machine(Region region, String type, String accelerators, CapacityType capacity) {
  static Machine of(Offer offer) {
    return new Machine(
        offer.region(),
        offer.instanceType().name(),
        offer.accelerators().map(Machine::name).orElse(""),
        offer.capacityType());
  }

  String model() {
    int end = accelerators.lastIndexOf('×');
    return end < 0 ? "" : accelerators.substring(0, end);
  }

  /** A number that equal machines share and others hardly ever do. */
  static long hash(Offer offer) {
    long hash = offer.region().name().hashCode();
    hash = mix(hash, offer.provider().value().hashCode());
    hash = mix(hash, offer.instanceType().name().hashCode());
    if (offer.accelerators().isPresent()) {
      AcceleratorSet set = offer.accelerators().get();
      hash = mix(hash, set.model().name().hashCode() + 31L * set.countThousandths());
    }
    return mix(hash, offer.capacityType().ordinal());
  }

  private static String name(AcceleratorSet set) {
    return set.model().name() + "×" + set.countThousandths();
  }

  private static long mix(long hash, long more) {
    long mixed = (hash ^ more) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }
}
