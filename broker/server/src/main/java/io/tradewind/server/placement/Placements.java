package io.tradewind.server.placement;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tradewind.api.Capability;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.federated.FederatedWish;
import io.tradewind.matcher.federated.Federation;
import io.tradewind.matcher.fence.Fence;
import io.tradewind.matcher.plan.Plan;
import io.tradewind.matcher.plan.PlanItem;
import io.tradewind.matcher.plan.Planned;
import io.tradewind.matcher.plan.Planner;
import io.tradewind.matcher.plan.TenantCap;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.account.AccountBook;
import io.tradewind.server.feed.ProviderRegistry;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.Snapshot;
import io.tradewind.server.policy.Asker;
import io.tradewind.server.policy.PolicyBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Decisions on the live market. Nothing is stored here. */
@ApplicationScoped
public class Placements {
  private final LiveMarket market;
  private final ProviderRegistry providers;
  private final AccountBook accounts;
  private final PolicyBook policies;
  private final Timer matching;

  Placements(
      LiveMarket market,
      ProviderRegistry providers,
      AccountBook accounts,
      PolicyBook policies,
      MeterRegistry meters) {
    this.market = market;
    this.providers = providers;
    this.accounts = accounts;
    this.policies = policies;
    matching =
        Timer.builder("tradewind.match")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(10_000))
            .maximumExpectedValue(Duration.ofMillis(100))
            .register(meters);
  }

  /** Stale offers compete, as they are shown; who commits to one has its feed asked again first. */
  public Placement match(Asker asker, Workload workload, Scope scope) {
    Conditions conditions = conditions(of(asker), workload);
    return match(workload, market.snapshot(), conditions, scope);
  }

  /** The same, through the broker's own accounts alone. */
  public Placement matchOwn(Asker asker, Workload workload, Scope scope) {
    return match(workload, market.snapshot(), conditions(own(asker), workload), scope);
  }

  /** The same within other rules than those in force: none, or a draft. */
  public Placement match(Asker asker, Fence fence, Workload workload, Scope scope) {
    Conditions conditions = conditions(of(asker).withFence(fence), workload);
    return match(workload, market.snapshot(), conditions, scope);
  }

  /** Without stale offers: for a commitment after their feeds have been asked again. */
  public Placement matchCurrent(Asker asker, Workload workload, Scope scope) {
    return matchCurrent(workload, conditions(of(asker), workload), scope);
  }

  /** The same, through the broker's own accounts alone. */
  public Placement matchOwnCurrent(Asker asker, Workload workload, Scope scope) {
    return matchCurrent(workload, conditions(own(asker), workload), scope);
  }

  private Conditions of(Asker asker) {
    return market.conditions(asker.organization()).withFence(policies.fence(asker));
  }

  private Conditions own(Asker asker) {
    return market.toItself(asker.organization()).withFence(policies.fence(asker));
  }

  private Placement matchCurrent(Workload workload, Conditions conditions, Scope scope) {
    Snapshot current = market.snapshot().withoutStale(conditions.now());
    return match(workload, current, conditions, scope);
  }

  /** Under which a decision is made for an organization. */
  public Conditions conditions(UUID organization, Workload workload) {
    return conditions(of(Asker.watching(organization)), workload);
  }

  /** The same decision on a market of the caller's own making. */
  public Placement match(Workload workload, Market own, Conditions conditions, Scope scope) {
    return timed(Detail.FULL, workload, own, conditions, scope);
  }

  private Placement timed(
      Detail detail, Workload workload, Market offers, Conditions conditions, Scope scope) {
    long began = System.nanoTime();
    Placement placement =
        detail == Detail.FULL
            ? Matcher.match(workload, offers, conditions, scope)
            : Matcher.choose(workload, offers, conditions, scope);
    matching.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    return placement;
  }

  /** Several nodes can only be leased where they reach each other. */
  private Conditions conditions(Conditions conditions, Workload workload) {
    return workload.nodes() == 1
        ? conditions
        : conditions
            .withLeasableSellers(
                conditions.leasableSellers().stream()
                    .filter(accounts::hasGangs)
                    .collect(Collectors.toUnmodifiableSet()))
            .withLeasableFeeds(
                conditions.leasableFeeds().stream()
                    .filter(feed -> providers.claims(feed, Capability.PRIVATE_NETWORK))
                    .collect(Collectors.toUnmodifiableSet()));
  }

  /** A decision of this process in the words of replies. */
  public PlacementView view(Asker asker, UUID id, Placement placement) {
    return PlacementView.of(Optional.of(id), placement, of(asker), market.snapshot());
  }

  /** Decides, and words the decision for a reply. */
  public PlacementView preview(Asker asker, Workload workload, Scope scope, Detail detail) {
    Conditions conditions = conditions(of(asker), workload);
    Snapshot snapshot = market.snapshot();
    Placement placement =
        complete(
            timed(detail, workload, snapshot.market(), conditions, scope), snapshot, conditions);
    return PlacementView.of(Optional.empty(), placement, conditions, snapshot);
  }

  /** Places a workload where its data lives, and words that for a reply. */
  public FederatedView federated(Asker asker, FederatedWish wish, Scope scope) {
    Conditions conditions = of(asker);
    Snapshot snapshot = market.snapshot();
    return FederatedView.of(
        Federation.place(wish, snapshot.market(), conditions, scope), conditions, snapshot);
  }

  /** A plan with the market and the conditions that it rests on. */
  public record Planning(Plan plan, Snapshot snapshot, Conditions conditions, Scope scope) {}

  /** Places many at once. */
  public Planning plan(Asker asker, List<PlanItem> items, List<TenantCap> caps, Scope scope) {
    return plan(items, caps, market.snapshot(), of(asker), scope);
  }

  /** Without stale offers, of those that can be leased: for a commitment. */
  public Planning planCurrent(Asker asker, List<PlanItem> items, List<TenantCap> caps) {
    Conditions conditions = of(asker);
    Snapshot current = market.snapshot().withoutStale(conditions.now());
    return plan(items, caps, current, conditions, Scope.LEASABLE);
  }

  private static Planning plan(
      List<PlanItem> items,
      List<TenantCap> caps,
      Snapshot snapshot,
      Conditions conditions,
      Scope scope) {
    Plan plan = Planner.plan(items, caps, snapshot.market(), conditions, scope);
    return new Planning(plan, snapshot, conditions, scope);
  }

  /** The decision on one workload of a plan, as it is stored. */
  public Placement placed(Planned planned, Planning planning) {
    Placement alone =
        match(
            planned.item().workload(),
            planning.snapshot(),
            planning.conditions(),
            planning.scope());
    return planned
        .chosen()
        .map(chosen -> alone.choosing(chosen, planned.why()))
        .orElseGet(() -> planned.isLeftOut() ? alone.leftOut(planned.why()) : alone);
  }

  private Placement match(
      Workload workload, Snapshot snapshot, Conditions conditions, Scope scope) {
    return complete(match(workload, snapshot.market(), conditions, scope), snapshot, conditions);
  }

  /** With what the snapshot knows beside its market: offers left out of it, and own prices. */
  private static Placement complete(Placement bare, Snapshot snapshot, Conditions conditions) {
    Placement placement = bare.besides(snapshot.leftOut());
    return placement
        .choice()
        .flatMap(it -> snapshot.ownPrice(it.feed(), it.offer(), conditions.now()))
        .map(placement::noting)
        .orElse(placement);
  }
}
