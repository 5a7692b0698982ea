package io.tradewind.server.discount;

import io.tradewind.server.market.PriceOverride;
import org.jspecify.annotations.Nullable;

/** Machines that a commitment cannot tell apart. */
record MachineKind(
    String seller,
    String region,
    String instanceType,
    @Nullable String capacityType,
    @Nullable String accelerator) {
  boolean isOf(PriceOverride commitment) {
    return commitment.seller().value().equals(seller)
        && commitment.region().filter(it -> !it.equals(region)).isEmpty()
        && commitment.instanceType().filter(it -> !it.equals(instanceType)).isEmpty()
        && commitment.accelerator().filter(it -> !it.equals(accelerator)).isEmpty()
        && commitment.capacityType().filter(it -> !it.wireName().equals(capacityType)).isEmpty();
  }
}
