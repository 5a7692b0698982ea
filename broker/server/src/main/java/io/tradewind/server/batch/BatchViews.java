package io.tradewind.server.batch;

import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.plan.Plan;
import io.tradewind.matcher.plan.Planned;
import io.tradewind.matcher.plan.ShadowPrice;
import io.tradewind.server.batch.BatchView.ItemView;
import io.tradewind.server.batch.BatchView.ShadowPriceView;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.placement.CandidateView;
import io.tradewind.server.placement.Placements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a plan into the words of replies. */
@ApplicationScoped
class BatchViews {
  /**
   * @param workloads their ids in the order of the plan; empty for a dry run
   */
  BatchView view(Optional<UUID> id, Placements.Planning planning, List<UUID> workloads) {
    Plan plan = planning.plan();
    List<ItemView> items = new ArrayList<>();
    for (int i = 0; i < plan.workloads().size(); i++) {
      items.add(
          item(plan.workloads().get(i), planning, workloads.isEmpty() ? null : workloads.get(i)));
    }
    return new BatchView(
        id.orElse(null),
        planning.conditions().now(),
        plan.marketVersion(),
        plan.conditionsVersion(),
        items,
        plan.placed(),
        MoneyView.of(plan.cost()),
        MoneyView.of(plan.lowerBound()),
        100 * plan.gap(),
        plan.shadowPrices().stream().map(BatchViews::price).toList(),
        plan.explanation());
  }

  private static ItemView item(
      Planned planned, Placements.Planning planning, @Nullable UUID workload) {
    return new ItemView(
        planned.item().workload().name().orElse(null),
        planned.item().tenant(),
        planned.chosen().isPresent() ? "placed" : planned.isLeftOut() ? "left_out" : "unplaced",
        planned.chosen().map(it -> candidate(it, planning)).orElse(null),
        planned.alone().map(MoneyView::of).orElse(null),
        planned.why(),
        workload);
  }

  private static CandidateView candidate(Candidate candidate, Placements.Planning planning) {
    return CandidateView.of(
        candidate, planning.conditions(), planning.conditions().now(), planning.snapshot());
  }

  private static ShadowPriceView price(ShadowPrice price) {
    return new ShadowPriceView(
        price.kind().wireName(), price.name(), price.unit(), MoneyView.of(price.worth()));
  }
}
