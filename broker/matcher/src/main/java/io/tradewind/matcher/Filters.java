package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.InstanceType;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.Range;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Software;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a machine's accelerator and shape fail of one alternative. Pure judgements, no counting. */
final class Filters {
  private static final int ACCELERATOR_COUNT = RejectionReason.ACCELERATOR_COUNT.bit();
  private static final int TOO_SMALL = RejectionReason.TOO_SMALL.bit();
  private static final int CPUS = RejectionReason.CPUS.bit();
  private static final int MEMORY = RejectionReason.MEMORY.bit();

  private Filters() {}

  /**
   * @param offered null for machines without accelerators
   */
  static boolean acceptsModel(Resources wanted, @Nullable AcceleratorModel offered) {
    Optional<AcceleratorDemand> demand = wanted.accelerators();
    return demand.isEmpty() || (offered != null && demand.get().acceptsModel(offered));
  }

  static boolean isOtherForm(Resources wanted, @Nullable AcceleratorModel offered) {
    return offered != null
        && wanted.accelerators().isPresent()
        && wanted.accelerators().get().isOtherForm(offered);
  }

  /**
   * Failures that depend on the model alone, and so hold for a whole group of a segment.
   *
   * @param offered null for machines without accelerators
   */
  static int maskOfModel(Resources wanted, @Nullable AcceleratorModel offered, Software software) {
    if (wanted.accelerators().isEmpty()) {
      return 0;
    }
    if (offered == null) {
      return RejectionReason.ACCELERATOR.bit();
    }
    AcceleratorDemand demand = wanted.accelerators().get();
    int failed = demand.acceptsModel(offered) ? 0 : RejectionReason.ACCELERATOR.bit();
    failed |= software.runsOn(offered) ? 0 : RejectionReason.SOFTWARE.bit();
    failed |= demand.computes(offered) ? 0 : RejectionReason.DTYPE.bit();
    return failed;
  }

  /** Failures that depend on the shape alone; the model is judged apart. */
  static int maskOfShape(Resources wanted, Shapes shapes, int shape) {
    int failed = 0;
    failed |= maskOfCount(wanted, shapes.types[shape]);
    failed |= acceptsAmount(wanted.vcpus(), shapes.vcpus[shape]) ? 0 : CPUS;
    failed |= acceptsAmount(wanted.memoryMebibytes(), shapes.mebibytes[shape]) ? 0 : MEMORY;
    boolean network =
        wanted.interconnect() != Resources.InterconnectWish.REQUIRED || shapes.rdma[shape];
    return network ? failed : failed | RejectionReason.INTERCONNECT.bit();
  }

  private static int maskOfCount(Resources wanted, InstanceType type) {
    if (wanted.accelerators().isEmpty() || type.accelerators().isEmpty()) {
      return 0;
    }
    AcceleratorDemand demand = wanted.accelerators().get();
    AcceleratorSet offered = type.accelerators().get();
    boolean accepted =
        demand.isOtherForm(offered.model())
            ? demand.acceptsInOtherForm(offered)
            : demand.accepts(offered);
    int failed = accepted ? 0 : ACCELERATOR_COUNT;
    return demand.holds(offered) ? failed : failed | TOO_SMALL;
  }

  /** Zero is unknown, which satisfies no wish. */
  private static boolean acceptsAmount(Range wanted, double offered) {
    return wanted.isAny() || (offered > 0 && wanted.contains(offered));
  }
}
