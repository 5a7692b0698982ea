package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Software;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an accelerator fails of one alternative. Pure judgements, no counting. */
final class Filters {
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
}
