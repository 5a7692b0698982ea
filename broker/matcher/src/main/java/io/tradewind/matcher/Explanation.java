package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.ProviderTerms;
import io.tradewind.matcher.fence.Fence;
import io.tradewind.matcher.memory.StartForecast;
import io.tradewind.matcher.sizing.SizedModel;
import io.tradewind.matcher.sizing.SizingText;
import io.tradewind.matcher.workload.AcceleratorDemand;
import io.tradewind.matcher.workload.CostKind;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Software;
import io.tradewind.pricing.CarbonEstimate;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.pricing.LandedCost;
import io.tradewind.pricing.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why this: sentences for people, each with its basis, its source, and whether it is an estimate.
 */
final class Explanation {
  /** So many rules that stand in the way are told. */
  private static final int MOST_RULES = 3;

  private final Decision decision;
  private final Question question;
  private final List<String> sentences = new ArrayList<>();

  private Explanation(Decision decision) {
    this.decision = decision;
    question = decision.question();
  }

  static List<String> of(
      Decision decision,
      Optional<Candidate> choice,
      Optional<Candidate> startable,
      Optional<StartAdvice> startAfter) {
    Explanation explanation = new Explanation(decision);
    explanation.ordered();
    if (choice.isPresent()) {
      explanation.placed(choice.get(), startable);
      startAfter.ifPresent(explanation::laterStart);
    } else {
      explanation.unplaced();
    }
    return explanation.sentences;
  }

  /** Beside the choice, in one sentence. */
  static String beside(Pick pick, Pick choice) {
    if (pick.equals(choice)) {
      return "The choice.";
    }
    String cost =
        pick.cost() == choice.cost()
            ? "Costs the same as the choice"
            : Text.of("Cost %s beside the choice", percentOf(pick.cost(), choice.cost()));
    return cost
        + (areKnown(pick.carbonMilligrams(), choice.carbonMilligrams())
            ? Text.of(", carbon %s", percentOf(pick.carbonMilligrams(), choice.carbonMilligrams()))
            : "")
        + "."
        + launches(pick);
  }

  /** What launches there did lately; nothing where nobody tried. */
  private static String launches(Pick pick) {
    StartForecast start = new Candidate(pick, () -> "").start();
    return start.lately().tries() == 0
        ? ""
        : Text.of(
            " Started %d of the last %s here; expected %s to start.",
            start.lately().started(),
            start.lately().tries() == 1 ? "1 try" : start.lately().tries() + " tries",
            Text.duration(start.expected()));
  }

  private void ordered() {
    if (question.workload().ordered() && decision.alternative() > 0) {
      say(
          "The first %s had no offer, so the next was taken.",
          Text.count(decision.alternative(), "alternative"));
    }
  }

  private void unplaced() {
    say("None of %s satisfies everything.", Text.count(decision.tally().considered, "offer"));
    policies();
    NearestMisses.of(decision.tally(), null).stream()
        .filter(miss -> !miss.breaches().isEmpty())
        .limit(MOST_RULES)
        .forEach(miss -> say("%s", miss.advice()));
    limits();
    sized().map(SizingText::of).ifPresent(sentences::addAll);
  }

  private void placed(Candidate choice, Optional<Candidate> startable) {
    say(
        "Chosen: %s, at %s an hour for %s.",
        NearestMisses.name(choice.offer()),
        Text.money(choice.pricePerHour().perHour()),
        Text.count(choice.nodes(), "node"));
    choice.conversion().ifPresent(conversion -> say("%s.", conversion.text()));
    policies();
    limits();
    sizing(choice);
    work(choice);
    objective();
    cost(choice);
    carbon(choice.carbon());
    nearness(choice.roundTrip());
    network(choice);
    lease(choice, startable);
  }

  /** By whose rules beside the user's wishes. */
  private void policies() {
    Fence fence = question.conditions().fence();
    if (!fence.isNone()) {
      say("Within %s.", fence.text());
    }
  }

  /** How a limit in another currency was taken. */
  private void limits() {
    Limits limits = question.workload().limits();
    limits.maxPricePerHour().ifPresent(cap -> limit("max_price_hour", cap));
    limits.maxCost().ifPresent(cap -> limit("max_cost", cap));
  }

  private void limit(String name, Money cap) {
    if (cap.currency().equals(PriceScale.CURRENCY)) {
      return;
    }
    Optional<Money> taken = question.scale().of(cap);
    if (taken.isPresent()) {
      say(
          "%s of %s counts as %s (%s).",
          name,
          Text.money(cap),
          Text.money(taken.get()),
          question.scale().rates().map(ExchangeRates::citation).orElse(""));
    } else {
      say(
          "No exchange rate is known for %s, so that no offer can be shown to keep %s.",
          cap.currencyCode(), name);
    }
  }

  /** Of a model that was sized, all alternatives tell the same. */
  private Optional<SizedModel> sized() {
    return question.alternatives().stream()
        .flatMap(wanted -> wanted.accelerators().stream())
        .filter(AcceleratorDemand.Sized.class::isInstance)
        .map(demand -> ((AcceleratorDemand.Sized) demand).sized())
        .findFirst();
  }

  private void sizing(Candidate choice) {
    sized()
        .flatMap(model -> choice.offer().accelerators().map(set -> SizingText.of(model, set)))
        .ifPresent(sentences::addAll);
    Software software = question.workload().software();
    if (!software.stacks().isEmpty()) {
      say("Its software runs on %s (%s).", String.join(", ", software.stacks()), software.basis());
    }
  }

  /** By what the choice won; only where there is one. */
  static String why(Decision decision) {
    Question question = decision.question();
    Tally tally = decision.tally();
    Pick choice = decision.ranking().order().get(0);
    String beside = against(choice, tally.cheapest.inOrder().get(0));
    String within = Text.percent(question.wishes().withinPricePercent());
    String by =
        switch (decision.ranking().used()) {
          case CHEAPEST ->
              Text.of(
                  "The cheapest of %s that satisfy everything, of %d considered.",
                  Text.count(tally.feasible, "offer"), tally.considered);
          case GREENEST -> Text.of("The greenest within %s of the cheapest: %s.", within, beside);
          case NEAREST -> Text.of("The nearest within %s of the cheapest: %s.", within, beside);
          case BALANCED ->
              Text.of(
                  "The point of the Pareto front closest to the best of everything: %s.", beside);
        };
    return by + launches(choice);
  }

  private void objective() {
    say("%s", why(decision));
    if (decision.ranking().used() != question.objective()) {
      say(
          "%s was asked for, but there is nothing to go by: %s.",
          question.objective().wireName(),
          question.objective() == Objective.NEAREST
              ? "neither users nor data with a region say from where"
              : "no grid figure is known for any candidate");
    }
  }

  private static String against(Pick choice, Pick cheapest) {
    String cost = Text.of("cost %s", percentOf(choice.cost(), cheapest.cost()));
    return areKnown(choice.carbonMilligrams(), cheapest.carbonMilligrams())
        ? Text.of(
            "%s, carbon %s",
            cost, percentOf(choice.carbonMilligrams(), cheapest.carbonMilligrams()))
        : cost;
  }

  private static boolean areKnown(long a, long b) {
    return a != Long.MAX_VALUE && b != Long.MAX_VALUE && b != 0;
  }

  private static String percentOf(long value, long base) {
    return base == 0 || value == base ? "unchanged" : Text.change(100.0 * (value - base) / base);
  }

  private void cost(Candidate choice) {
    LandedCost landed = choice.landed();
    String hours = Text.decimal(choice.run().hours(), 2).replace(".00", "") + " h";
    say(
        "Landed cost %s for %s: compute %s, start-up %s, waiting for data %s, disk %s, egress %s,"
            + " minimum increment %s, restart waste %s.",
        Text.money(landed.total()),
        choice.run().basis() == RunTime.Basis.ASSUMED_HOUR
            ? "one hour, since no max_duration is given"
            : hours,
        Text.money(landed.compute()),
        Text.money(landed.startUp()),
        Text.money(landed.transferTime()),
        Text.money(landed.disk()),
        Text.money(landed.egress()),
        Text.money(landed.minimumIncrement()),
        Text.money(landed.restartWaste()));
    if (question.costKind() == CostKind.LIST) {
      say("Offers were compared by price per hour alone (cost: list).");
    }
    preparation(choice);
    assumptions(choice);
  }

  private void preparation(Candidate choice) {
    Preparation before = choice.preparation();
    double chance = choice.start().chance();
    say(
        "A machine there takes %s to start (%s); that there is one to be had is %s likely.",
        Text.duration(before.startUp()), before.start().source(), Text.percent(100 * chance));
    before
        .slowest()
        .ifPresent(
            rate ->
                say(
                    "Moving the data takes %s, at %d Mbit/s on the slowest way (%s).",
                    Text.duration(before.transfer()), rate.megabitsPerSecond(), rate.source()));
  }

  private void work(Candidate choice) {
    question
        .workload()
        .work()
        .ifPresent(
            work ->
                say(
                    "The work takes %s h there, %s.",
                    Text.decimal(choice.run().hours(), 2), work.basis()));
  }

  private void assumptions(Candidate choice) {
    ProviderTerms terms = question.conditions().termsOf(choice.offer().provider());
    if (terms.assumed()) {
      say("The terms of %s for billing, disk and egress are not known: assumed.", terms.provider());
    }
    if (choice.offer().capacityType() == CapacityType.SPOT) {
      say(
          "Restart waste is reckoned with %s interruptions an hour of one node: an assumption.",
          question.conditions().spotRisk().interruptionsPerHour());
    }
    int placeless = question.workload().data().size() - question.movedData().size();
    if (placeless > 0) {
      say("%s without a region: moving it is not reckoned.", Text.count(placeless, "data source"));
    }
  }

  private void carbon(Optional<CarbonEstimate> carbon) {
    if (carbon.isEmpty()) {
      say("Its carbon is unknown: there is no figure for the grid or for the machine's power.");
      return;
    }
    CarbonEstimate known = carbon.get();
    say(
        "Carbon %s CO2e for the run (%s operational, %s embodied), %s%s.",
        Text.grams(known.total().value()),
        Text.grams(known.operational().value()),
        Text.grams(known.embodied().value()),
        known.basis().description(),
        known.estimated() ? "; estimated" : "");
    known.sources().stream()
        .filter(source -> source.startsWith("grid "))
        .forEach(source -> say("%s.", "The " + source));
  }

  private void laterStart(StartAdvice advice) {
    if (advice.startAt().equals(question.conditions().now())) {
      say("Starting now is as green as any hour before the deadline, by %s.", advice.source());
      return;
    }
    say(
        "Start at %s: %s CO2e instead of %s; forecast, estimated, by %s.",
        advice.startAt(),
        Text.grams(advice.then().value()),
        Text.grams(advice.now().value()),
        advice.source());
  }

  private void nearness(Optional<RoundTrip> roundTrip) {
    if (roundTrip.isPresent()) {
      say(
          "Round trip %s ms from %s, %s %s.",
          Text.decimal(roundTrip.get().milliseconds(), 0),
          roundTrip.get().from(),
          roundTrip.get().estimated() ? "estimated from" : "measured:",
          roundTrip.get().source());
    } else if (question.origin().isPresent()) {
      say("Nobody knows where %s is, so its round trip is unknown.", "the region");
    }
  }

  private void network(Candidate choice) {
    boolean preferred =
        question.alternatives().stream()
            .anyMatch(wanted -> wanted.interconnect() == Resources.InterconnectWish.PREFERRED);
    if (preferred && choice.offer().instanceType().interconnect() != Interconnect.RDMA) {
      say("A network for gangs was preferred; this machine is not known to have one.");
    }
  }

  private void lease(Candidate choice, Optional<Candidate> startable) {
    if (choice.leasable()) {
      return;
    }
    say(
        "It is visible but cannot be leased here yet: connect an account for %s.",
        choice.offer().provider());
    startable.ifPresentOrElse(
        start ->
            say(
                "Best that can be leased now: %s, at %s an hour.",
                NearestMisses.name(start.offer()), Text.money(start.pricePerHour().perHour())),
        () -> say("%s", "Nothing that satisfies everything can be leased now."));
  }

  private void say(String format, Object... arguments) {
    sentences.add(Text.of(format, arguments));
  }
}
