package io.tradewind.matcher.plan;

import io.tradewind.matcher.workload.Workload;

/**
 * A workload of a plan.
 *
 * @param tenant for whom it is, such as a project or a team; what a cap counts
 */
public record PlanItem(Workload workload, String tenant) {
  public PlanItem {
    if (tenant.isBlank()) {
      throw new IllegalArgumentException(
          "A workload of a plan is for nobody. Name a tenant, such as a project.");
    }
  }
}
