package io.tradewind.matcher.federated;

import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Outcome;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.PowerHeadroom;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.DataSource;
import io.tradewind.matcher.workload.DataSource.Access;
import io.tradewind.matcher.workload.PlacementWishes;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.DataSize;
import io.tradewind.pricing.Money;
import io.tradewind.pricing.Watts;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Places a workload where its data lives. Every place of data gets the best offer at it, by the
 * workload's own wishes and limits. Then the aggregator is placed like any workload whose data are
 * the updates: so many rounds of them, both ways, from where the parties turned out to be. What
 * moving them costs, how long it takes and what it emits is in its landed cost, so the cheapest
 * place for it is the cheapest for all together. What has been placed leaves the less of its site's
 * power to those that come after it.
 */
public final class Federation {
  private static final int MOST_TRIED = 1_024;
  private static final Currency USD = Currency.getInstance("USD");

  private final FederatedWish wish;
  private final Market market;
  private final Conditions conditions;
  private final Scope scope;

  /** What is left for those that come next. */
  private PowerHeadroom power;

  private Federation(FederatedWish wish, Market market, Conditions conditions, Scope scope) {
    this.wish = wish;
    this.market = market;
    this.conditions = conditions;
    this.scope = scope;
    power = conditions.power();
  }

  /** The same arguments always give an equal answer. */
  public static FederatedPlan place(
      FederatedWish wish, Market market, Conditions conditions, Scope scope) {
    return new Federation(wish, market, conditions, scope).place();
  }

  private FederatedPlan place() {
    Map<Region, List<DataSource>> byHome = new TreeMap<>();
    for (DataSource source : wish.party().data()) {
      byHome.computeIfAbsent(source.region().orElseThrow(), at -> new ArrayList<>()).add(source);
    }
    List<Party> parties = new ArrayList<>();
    byHome.forEach((home, data) -> parties.add(party(home, data)));
    boolean whole = parties.stream().allMatch(it -> isPlaced(it.placement()));
    Optional<Placement> aggregator = whole ? Optional.of(aggregator(parties)) : Optional.empty();
    boolean placed = aggregator.filter(Federation::isPlaced).isPresent();
    return new FederatedPlan(
        placed ? Outcome.PLACED : Outcome.UNPLACED,
        parties,
        aggregator,
        cost(parties, aggregator),
        explanation(parties, aggregator));
  }

  private Party party(Region home, List<DataSource> data) {
    PlacementWishes wishes = wish.party().placement();
    Area near = near(home);
    // What the user allows stays allowed only; a home outside of it leaves nothing.
    boolean allowed =
        wishes.regionsAllowed().isEmpty()
            || wishes.regionsAllowed().stream()
                .anyMatch(
                    area ->
                        area.contains(
                            home, conditions.regions().find(home), conditions.countries()));
    Market there = allowed ? market : Market.empty();
    Workload part =
        wish.party()
            .withData(data)
            .withPlacement(wishes.withRegions(List.of(near), wishes.regionsDenied()));
    return new Party(home, data, powered(part, there));
  }

  /** A country that nobody knows is no wider than the region. */
  private Area near(Region home) {
    Optional<String> country = conditions.regions().find(home).map(Place::country);
    return wish.within() == FederatedWish.Within.COUNTRY && country.isPresent()
        ? new Area.Country(country.get())
        : new Area.ProviderRegion(home);
  }

  private Placement aggregator(List<Party> parties) {
    List<DataSource> updates = new ArrayList<>(wish.aggregator().data());
    DataSize all = new DataSize(Math.multiplyExact(wish.update().bytes(), (long) wish.rounds()));
    for (Party party : parties) {
      Region at = chosen(party).offer().region();
      updates.add(new DataSource("updates of " + at, all, Optional.of(at), Access.READ_WRITE));
    }
    return powered(wish.aggregator().withData(updates), market);
  }

  /**
   * The best offer whose site has power for it beside those that were placed before: first of the
   * runners-up, then of all, the cheapest first.
   */
  private Placement powered(Workload workload, Market there) {
    Placement alone = Matcher.match(workload, there, conditions, scope);
    if (alone.choice().isEmpty()) {
      return alone;
    }
    Optional<Candidate> fitting =
        Stream.concat(alone.choice().stream(), alone.runnersUp().stream())
            .filter(this::hasPower)
            .findFirst()
            .or(() -> cheapestWithPower(workload, there));
    fitting.ifPresent(this::takePower);
    if (fitting.isEmpty()) {
      return alone.leftOut("No site that would do has power left for it.");
    }
    return fitting.equals(alone.choice())
        ? alone
        : alone.choosing(
            fitting.get(),
            "The best of which the site has power left.",
            "Placed beside the other parts.");
  }

  private Optional<Candidate> cheapestWithPower(Workload workload, Market there) {
    return Matcher.shortlist(workload, there, conditions, scope, MOST_TRIED).cheapest().stream()
        .filter(this::hasPower)
        .findFirst();
  }

  private boolean hasPower(Candidate candidate) {
    return power.allows(candidate.offer().provider(), drawOf(candidate));
  }

  private void takePower(Candidate candidate) {
    drawOf(candidate).ifPresent(drawn -> power = power.less(candidate.offer().provider(), drawn));
  }

  private static Optional<Watts> drawOf(Candidate candidate) {
    return candidate.drawOfOne().map(one -> one.times(candidate.nodes()));
  }

  private static boolean isPlaced(Placement placement) {
    return placement.outcome() == Outcome.PLACED;
  }

  private static Candidate chosen(Party party) {
    return party.placement().choice().orElseThrow();
  }

  private static Money cost(List<Party> parties, Optional<Placement> aggregator) {
    Money sum = Money.zero(USD);
    for (Party party : parties) {
      sum = sum.plus(landed(party.placement()));
    }
    return aggregator.map(Federation::landed).map(sum::plus).orElse(sum);
  }

  private static Money landed(Placement placement) {
    return placement.choice().map(it -> it.landed().total()).orElse(Money.zero(USD));
  }

  private List<String> explanation(List<Party> parties, Optional<Placement> aggregator) {
    List<String> say = new ArrayList<>();
    for (Party party : parties) {
      say.add(
          isPlaced(party.placement())
              ? text(
                  "The data in %s is worked on by %s in %s, for %s.",
                  party.home(),
                  chosen(party).offer().instanceType().name(),
                  chosen(party).offer().region(),
                  brief(landed(party.placement())))
              : text(
                  "Nothing within the %s of the data in %s satisfies everything.",
                  wish.within().wireName(), party.home()));
    }
    if (aggregator.isEmpty()) {
      say.add("Without all of its parts the workload has no aggregator.");
      return say;
    }
    say.add(
        isPlaced(aggregator.get())
            ? between(parties, aggregator.get().choice().orElseThrow())
            : "No offer satisfies the aggregator.");
    return say;
  }

  private String between(List<Party> parties, Candidate choice) {
    return text(
        "The aggregator is %s in %s, for %s: %d rounds of %s from and to %d places, of which moving"
            + " the updates is %s and %d min.",
        choice.offer().instanceType().name(),
        choice.offer().region(),
        brief(choice.landed().total()),
        wish.rounds(),
        wish.update(),
        parties.size(),
        brief(choice.landed().egress()),
        choice.transferTime().toMinutes());
  }

  private static String brief(Money money) {
    return money.amount().setScale(2, RoundingMode.HALF_EVEN) + " " + money.currencyCode();
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
