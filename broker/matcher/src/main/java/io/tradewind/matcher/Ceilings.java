package io.tradewind.matcher;

import io.tradewind.matcher.fence.Bounds;
import io.tradewind.matcher.fence.Fence;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.GramsCo2e;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The lowest of all hard caps, the workload's own and those of policies; the greatest number where
 * there is none.
 *
 * @param pricePerNodeNanos of one node for an hour
 * @param pricePerAcceleratorNanos of one device for an hour
 */
record Ceilings(
    long pricePerNodeNanos, long pricePerAcceleratorNanos, long costNanos, long carbonMilligrams) {
  private static final long NONE = Long.MAX_VALUE;

  /** Dearer devices are beyond reason, and would overflow the price of a machine of many. */
  private static final long MOST_PER_ACCELERATOR = 100_000_000_000_000L;

  static Ceilings of(Workload workload, Fence fence, PriceScale scale) {
    Limits own = workload.limits();
    boolean task = workload.kind() == Workload.Kind.TASK;
    long perHour =
        Math.min(
            measured(own.maxPricePerHour(), scale::nanosOfLimit),
            least(fence, it -> measured(it.mostPerHour(), scale::nanosOfLimit)));
    long each = least(fence, it -> measured(it.mostPerAcceleratorHour(), scale::nanosOfLimit));
    long cost = least(fence, it -> task ? measured(it.mostPerRun(), scale::nanosOfLimit) : NONE);
    long carbon = least(fence, it -> task ? measured(it.mostCarbon(), Ceilings::milligrams) : NONE);
    return new Ceilings(
        perHour == NONE ? NONE : perHour / workload.nodes(),
        each > MOST_PER_ACCELERATOR ? NONE : each,
        Math.min(measured(own.maxCost(), scale::nanosOfLimit), cost),
        Math.min(measured(own.maxCarbon(), Ceilings::milligrams), carbon));
  }

  private static <T> long measured(Optional<T> cap, ToLongFunction<T> measure) {
    return cap.isPresent() ? measure.applyAsLong(cap.get()) : NONE;
  }

  private static long milligrams(GramsCo2e cap) {
    return (long) Math.floor(cap.value() * 1000);
  }

  private static long least(Fence fence, ToLongFunction<Bounds> cap) {
    return fence.bounds().stream().mapToLong(cap).min().orElse(NONE);
  }
}
