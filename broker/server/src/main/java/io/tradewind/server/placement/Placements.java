package io.tradewind.server.placement;

import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.Snapshot;
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

  /** Stale offers compete, as they are shown; who commits to one has its feed asked again first. */
  public Placement match(Workload workload, Scope scope) {
    return match(workload, market.snapshot(), market.conditions(), scope);
  }

  /** Without stale offers: for a commitment after their feeds have been asked again. */
  public Placement matchCurrent(Workload workload, Scope scope) {
    Conditions conditions = market.conditions();
    Snapshot current = market.snapshot().withoutStale(conditions.now());
    return match(workload, current, conditions, scope);
  }

  /** A decision of this process in the words of replies. */
  public PlacementView view(UUID id, Placement placement) {
    return PlacementView.of(Optional.of(id), placement, market.conditions(), market.snapshot());
  }

  /** Decides, and words the decision for a reply. */
  public PlacementView preview(Workload workload, Scope scope) {
    Conditions conditions = market.conditions();
    Snapshot snapshot = market.snapshot();
    Placement placement = match(workload, snapshot, conditions, scope);
    return PlacementView.of(Optional.empty(), placement, conditions, snapshot);
  }

  private static Placement match(
      Workload workload, Snapshot snapshot, Conditions conditions, Scope scope) {
    return Matcher.match(workload, snapshot.market(), conditions, scope)
        .besides(snapshot.leftOut());
  }
}
