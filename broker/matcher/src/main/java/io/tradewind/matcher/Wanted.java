package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.Range;
import io.tradewind.matcher.workload.Resources;
import org.jspecify.annotations.Nullable;

/** One alternative's wishes about a machine's shape, as numbers for hot loops. */
final class Wanted {
  private static final int COUNT = RejectionReason.ACCELERATOR_COUNT.bit();
  private static final int TOO_SMALL = RejectionReason.TOO_SMALL.bit();
  private static final int CPUS = RejectionReason.CPUS.bit();
  private static final int MEMORY = RejectionReason.MEMORY.bit();
  private static final int INTERCONNECT = RejectionReason.INTERCONNECT.bit();

  private final @Nullable AcceleratorDemand demand;
  private final double leastVcpus;
  private final double mostVcpus;
  private final double leastMebibytes;
  private final double mostMebibytes;
  private final boolean rdma;

  /** Capacity types, as bits. */
  private final int capacities;

  Wanted(Resources resources) {
    demand = resources.accelerators().orElse(null);
    leastVcpus = least(resources.vcpus());
    mostVcpus = resources.vcpus().atMost();
    leastMebibytes = least(resources.memoryMebibytes());
    mostMebibytes = resources.memoryMebibytes().atMost();
    rdma = resources.interconnect() == Resources.InterconnectWish.REQUIRED;
    int bits = 0;
    for (CapacityType capacity : resources.capacity()) {
      bits |= 1 << capacity.ordinal();
    }
    capacities = bits;
  }

  boolean takes(CapacityType capacity) {
    return (capacities >>> capacity.ordinal() & 1) == 1;
  }

  /** Whether a model is one that was asked for, in another form. */
  boolean isOtherForm(@Nullable AcceleratorModel model) {
    return demand != null && model != null && demand.isOtherForm(model);
  }

  /**
   * Failures that depend on the shape alone; the model is judged apart.
   *
   * @param otherForm whether the machines' model {@link #isOtherForm}
   */
  int maskOf(Machines machines, int kind, boolean otherForm) {
    double vcpus = machines.vcpus()[kind];
    double mebibytes = machines.mebibytes()[kind];
    int failed = vcpus >= leastVcpus && vcpus <= mostVcpus ? 0 : CPUS;
    failed |= mebibytes >= leastMebibytes && mebibytes <= mostMebibytes ? 0 : MEMORY;
    failed |= !rdma || machines.rdma()[kind] ? 0 : INTERCONNECT;
    AcceleratorSet offered = machines.accelerators()[kind];
    return demand == null || offered == null
        ? failed
        : failed | maskOfCount(demand, offered, otherForm);
  }

  private static int maskOfCount(
      AcceleratorDemand demand, AcceleratorSet offered, boolean otherForm) {
    boolean accepted = otherForm ? demand.acceptsInOtherForm(offered) : demand.accepts(offered);
    int failed = accepted ? 0 : COUNT;
    return demand.holds(offered) ? failed : failed | TOO_SMALL;
  }

  /** Zero is an unknown amount, which satisfies no wish. */
  private static double least(Range wanted) {
    return wanted.isAny() ? 0 : Math.max(wanted.atLeast(), Double.MIN_VALUE);
  }
}
