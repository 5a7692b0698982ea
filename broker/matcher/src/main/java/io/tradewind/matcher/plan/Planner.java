package io.tradewind.matcher.plan;

import io.tradewind.api.OfferId;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.Shortlist;
import io.tradewind.matcher.batch.BatchPlan;
import io.tradewind.matcher.batch.BatchProblem;
import io.tradewind.matcher.batch.BatchSolver;
import io.tradewind.matcher.batch.Budget;
import io.tradewind.matcher.batch.Choices;
import io.tradewind.matcher.workload.CostKind;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Places many workloads at once. Each sees the market as it would alone, every hard constraint
 * included, and is reckoned at its landed cost; what an offer has room for, what a tenant may hold
 * and what a site has power for is kept by all together. {@link BatchSolver} does the rest.
 */
public final class Planner {
  /** Choices of one workload at first; more where they are used up and something is left out. */
  private static final int FIRST_CHOICES = 64;

  private static final int MOST_CHOICES = 1_024;
  private static final int ROUNDS = 400;

  /** Machines of an offer that nobody counts. */
  private static final int PLENTY = 1_000_000;

  private final List<PlanItem> items;
  private final List<TenantCap> caps;
  private final Market market;
  private final Conditions conditions;
  private final Scope scope;

  private Planner(
      List<PlanItem> items,
      List<TenantCap> caps,
      Market market,
      Conditions conditions,
      Scope scope) {
    this.items = List.copyOf(items);
    this.caps = List.copyOf(caps);
    this.market = market;
    this.conditions = conditions;
    this.scope = scope;
  }

  /** The same arguments always give an equal answer. */
  public static Plan plan(
      List<PlanItem> items,
      List<TenantCap> caps,
      Market market,
      Conditions conditions,
      Scope scope) {
    return new Planner(items, caps, market, conditions, scope).plan();
  }

  private Plan plan() {
    int choices = FIRST_CHOICES;
    while (true) {
      Draft draft = draft(choices);
      boolean isWhole = draft.lists().stream().allMatch(Shortlist::isWhole);
      if (choices >= MOST_CHOICES || isWhole || !draft.isShortOfChoices()) {
        return new PlanReport(items, caps, market.version(), conditions.version(), draft).plan();
      }
      choices *= 4;
    }
  }

  /** Workloads that nothing satisfies are told apart: no plan could place them. */
  private Draft draft(int most) {
    List<Shortlist> lists = shortlists(most);
    List<Integer> placeable = new ArrayList<>();
    Map<OfferId, Integer> positions = new LinkedHashMap<>();
    List<Candidate> offers = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (!lists.get(i).cheapest().isEmpty()) {
        placeable.add(i);
        for (Candidate candidate : lists.get(i).cheapest()) {
          if (positions.putIfAbsent(candidate.offer().id(), offers.size()) == null) {
            offers.add(candidate);
          }
        }
      }
    }
    long unplaced = penalty(lists);
    SitePower power = SitePower.of(offers, conditions.power());
    BatchProblem problem = problem(placeable, lists, positions, offers, power, unplaced);
    BatchPlan solved = BatchSolver.solve(problem, Budget.rounds(ROUNDS));
    Object[] kinds = placeable.stream().map(i -> kind(items.get(i))).toArray();
    Indifference other = Indifference.of(problem, solved, kinds);
    return new Draft(lists, placeable, offers, power.names(), solved, other, unplaced);
  }

  private List<Shortlist> shortlists(int most) {
    Map<Workload, Shortlist> known = new HashMap<>();
    List<Shortlist> lists = new ArrayList<>();
    for (PlanItem item : items) {
      PlacementWishes wishes = item.workload().placement();
      Workload landed =
          item.workload()
              .withPlacement(
                  wishes
                      .withCost(CostKind.LANDED)
                      .withObjective(Objective.CHEAPEST, wishes.withinPricePercent()));
      lists.add(
          known.computeIfAbsent(
              landed, it -> Matcher.shortlist(it, market, conditions, scope, most)));
    }
    return lists;
  }

  /** So much that no plan leaves out a workload that it has room for. */
  private static long penalty(List<Shortlist> lists) {
    long dearest =
        lists.stream()
            .map(Shortlist::cheapest)
            .flatMap(Collection::stream)
            .mapToLong(candidate -> candidate.ranked().nanos())
            .max()
            .orElse(0);
    return Math.multiplyExact(10, dearest + 1);
  }

  private BatchProblem problem(
      List<Integer> placeable,
      List<Shortlist> lists,
      Map<OfferId, Integer> positions,
      List<Candidate> offers,
      SitePower power,
      long penalty) {
    int[] demand = placeable.stream().mapToInt(i -> items.get(i).workload().nodes()).toArray();
    long[] unplaced = new long[demand.length];
    Arrays.fill(unplaced, penalty);
    int[] tenants = placeable.stream().mapToInt(i -> tenantOf(items.get(i))).toArray();
    int[] capacity = offers.stream().mapToInt(Planner::room).toArray();
    long[] limits = new long[caps.size() + 1];
    for (int t = 0; t < caps.size(); t++) {
      limits[t] = caps.get(t).machines();
    }
    limits[caps.size()] = Long.MAX_VALUE;
    return new BatchProblem(
        demand,
        unplaced,
        tenants,
        capacity,
        power.site(),
        power.use(),
        limits,
        power.limit(),
        (workload, atLeast) -> choices(lists.get(placeable.get(workload)), positions));
  }

  /** Alike are those that ask for the same, for the same tenant, whatever their names. */
  private static Object kind(PlanItem item) {
    Workload asked = item.workload();
    return List.of(
        asked.alternatives(),
        asked.nodes(),
        asked.data(),
        asked.placement(),
        asked.limits(),
        asked.software(),
        asked.work(),
        item.tenant());
  }

  /** The last stands for all tenants without a cap. */
  private int tenantOf(PlanItem item) {
    for (int t = 0; t < caps.size(); t++) {
      if (caps.get(t).tenant().equals(item.tenant())) {
        return t;
      }
    }
    return caps.size();
  }

  /** As many machines as the seller says; who says nothing is taken to have plenty. */
  static int room(Candidate candidate) {
    var availability = candidate.offer().availability();
    boolean counted =
        availability.kind() == io.tradewind.api.Availability.Kind.COUNT
            && availability.value().isPresent();
    return counted
        ? (int) Math.min(PLENTY, Math.floor(availability.value().getAsDouble()))
        : PLENTY;
  }

  private static Choices choices(Shortlist list, Map<OfferId, Integer> positions) {
    int[] offers = new int[list.cheapest().size()];
    long[] costs = new long[offers.length];
    for (int i = 0; i < offers.length; i++) {
      offers[i] = positions.getOrDefault(list.cheapest().get(i).offer().id(), -1);
      costs[i] = list.cheapest().get(i).ranked().nanos();
    }
    long otherwise = list.isWhole() ? Choices.NONE_OTHERWISE : costs[costs.length - 1];
    return new Choices(offers, costs, otherwise);
  }
}
