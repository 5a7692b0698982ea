package io.tradewind.matcher.plan;

import io.tradewind.api.Offer;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Rejection;
import io.tradewind.matcher.Shortlist;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts a solved problem into money and words. */
final class PlanReport {
  private static final Currency USD = Currency.getInstance("USD");
  private static final int TOLD = 3;
  private static final String MACHINE = "machine";
  private static final String KILOWATT = "kilowatt";
  private static final double WATTS_PER_KILOWATT = 1_000;

  private final List<PlanItem> items;
  private final List<TenantCap> caps;
  private final long marketVersion;
  private final long conditionsVersion;
  private final Draft draft;

  PlanReport(
      List<PlanItem> items,
      List<TenantCap> caps,
      long marketVersion,
      long conditionsVersion,
      Draft draft) {
    this.items = items;
    this.caps = caps;
    this.marketVersion = marketVersion;
    this.conditionsVersion = conditionsVersion;
    this.draft = draft;
  }

  Plan plan() {
    List<Planned> workloads = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      workloads.add(planned(i));
    }
    Money penalties = Money.nano(draft.unplaced(), USD).times(draft.leftOut());
    Money cost = Money.nano(draft.solved().cost(), USD).minus(penalties);
    Money bound = Money.nano(draft.lowerBound(), USD).minus(penalties);
    Money atLeast = bound.isNegative() ? Money.zero(USD) : bound;
    List<ShadowPrice> prices = shadowPrices();
    return new Plan(
        marketVersion,
        conditionsVersion,
        workloads,
        cost,
        atLeast,
        prices,
        explanation(workloads, cost, atLeast, prices));
  }

  private Planned planned(int number) {
    PlanItem item = items.get(number);
    Shortlist list = draft.lists().get(number);
    if (list.cheapest().isEmpty()) {
      return new Planned(item, Optional.empty(), Optional.empty(), nothing(list));
    }
    Candidate cheapest = list.cheapest().get(0);
    Optional<Candidate> chosen = draft.chosen(number);
    String why =
        chosen
            .map(it -> besides(it, cheapest))
            .orElse(
                "Left out: what would do is used up, or its tenant's cap or its site's power is.");
    return new Planned(item, chosen, Optional.of(cheapest.ranked()), why);
  }

  private static String nothing(Shortlist list) {
    return text(
        "None of %d offers satisfies everything. %s",
        list.considered(),
        list.rejections().stream()
            .sorted(Comparator.comparingInt(Rejection::count).reversed())
            .limit(TOLD)
            .map(Rejection::text)
            .collect(Collectors.joining(" ")));
  }

  private static String besides(Candidate chosen, Candidate cheapest) {
    if (chosen.ranked().equals(cheapest.ranked())) {
      return "The cheapest for it.";
    }
    double more =
        100
            * chosen.ranked().minus(cheapest.ranked()).amount().doubleValue()
            / cheapest.ranked().amount().doubleValue();
    return text(
        "%.1f %% dearer than %s, which the plan uses for others.", more, name(cheapest.offer()));
  }

  private static String name(Offer offer) {
    return text(
        "%s in %s, %s",
        offer.instanceType().name(), offer.region(), offer.capacityType().wireName());
  }

  private List<ShadowPrice> shadowPrices() {
    List<ShadowPrice> prices = new ArrayList<>();
    double[] offers = draft.offerPrices();
    for (int j = 0; j < offers.length; j++) {
      String id = draft.offers().get(j).offer().id().value();
      add(prices, ShadowPrice.Kind.OFFER, id, MACHINE, offers[j]);
    }
    double[] tenants = draft.solved().tenantPrices();
    for (int t = 0; t < caps.size(); t++) {
      add(prices, ShadowPrice.Kind.TENANT, caps.get(t).tenant(), MACHINE, tenants[t]);
    }
    double[] sites = draft.solved().sitePrices();
    for (int s = 0; s < sites.length; s++) {
      String site = draft.sites().get(s).value();
      add(prices, ShadowPrice.Kind.SITE, site, KILOWATT, sites[s] * WATTS_PER_KILOWATT);
    }
    prices.sort(Comparator.comparing(ShadowPrice::worth).reversed());
    return prices;
  }

  private static void add(
      List<ShadowPrice> prices, ShadowPrice.Kind kind, String name, String unit, double nanos) {
    if (nanos >= 1) {
      Money worth =
          Money.of(
              BigDecimal.valueOf(nanos).movePointLeft(9).setScale(9, RoundingMode.HALF_EVEN), USD);
      prices.add(new ShadowPrice(kind, name, unit, worth));
    }
  }

  private List<String> explanation(
      List<Planned> workloads, Money cost, Money bound, List<ShadowPrice> prices) {
    List<String> say = new ArrayList<>();
    long placed = workloads.stream().filter(it -> it.chosen().isPresent()).count();
    say.add(
        text("%d of %d workloads are placed, for %s in all.", placed, items.size(), brief(cost)));
    if (placed > 0) {
      say.add(certificate(cost, bound));
    }
    long out = workloads.stream().filter(Planned::isLeftOut).count();
    if (out > 0) {
      say.add(
          text(
              "%d could be placed alone, but not beside the others; leaving one out was reckoned"
                  + " with %s.",
              out, brief(Money.nano(draft.unplaced(), USD))));
    }
    long hopeless = workloads.size() - placed - out;
    if (hopeless > 0) {
      say.add(text("For %d there is no offer at all.", hopeless));
    }
    prices.stream().limit(TOLD).map(this::scarce).forEach(say::add);
    if (items.stream().anyMatch(PlanReport::wantsAnother)) {
      say.add("All are placed by cost: another objective counts only for a workload alone.");
    }
    return say;
  }

  private static String certificate(Money cost, Money bound) {
    if (cost.equals(bound)) {
      return "No plan that places as many costs less.";
    }
    double percent = 100 * cost.minus(bound).amount().doubleValue() / cost.amount().doubleValue();
    return text(
        "No plan that places as many costs less than %s: this one is within %s %% of the best"
            + " there can be.",
        brief(bound), percent < 0.01 ? "0.01" : text("%.2f", percent));
  }

  private String scarce(ShadowPrice price) {
    return switch (price.kind()) {
      case OFFER ->
          text("One more machine of %s would save %s.", price.name(), brief(price.worth()));
      case TENANT ->
          text("One machine more for %s would save %s.", price.name(), brief(price.worth()));
      case SITE ->
          text("One kilowatt more at %s would save %s.", price.name(), brief(price.worth()));
    };
  }

  private static boolean wantsAnother(PlanItem item) {
    return item.workload().placement().objective().orElse(Objective.CHEAPEST) != Objective.CHEAPEST;
  }

  private static String brief(Money money) {
    return money.amount().setScale(2, RoundingMode.HALF_EVEN) + " " + money.currencyCode();
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
