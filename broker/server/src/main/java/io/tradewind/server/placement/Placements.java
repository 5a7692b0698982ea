package io.tradewind.server.placement;

import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.market.LiveMarket;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Decisions on the live market. Nothing is stored here. */
@ApplicationScoped
public class Placements {
  private final LiveMarket market;

  Placements(LiveMarket market) {
    this.market = market;
  }

  public Placement match(Workload workload, Scope scope) {
    return Matcher.match(workload, market.market(), market.conditions(), scope);
  }

  /** A decision of this process in the words of replies. */
  public PlacementView view(UUID id, Placement placement) {
    return PlacementView.of(Optional.of(id), placement, market.conditions());
  }

  /** Decides, and words the decision for a reply. */
  public PlacementView preview(Workload workload, Scope scope) {
    Conditions conditions = market.conditions();
    Placement placement = Matcher.match(workload, market.market(), conditions, scope);
    return PlacementView.of(Optional.empty(), placement, conditions);
  }
}
