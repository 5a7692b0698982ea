package io.tradewind.matcher;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.fence.Breach;
import io.tradewind.matcher.fence.Offered;
import io.tradewind.matcher.memory.StartForecast;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.CarbonEstimate;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.LandedCost;
import io.tradewind.pricing.Money;
import io.tradewind.pricing.PowerDraw;
import io.tradewind.pricing.Watts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An offer that would do. What it is compared by is decided; the parts of its cost, its carbon and
 * the sentences are reckoned when they are read, always to the same values, since few are.
 */
public final class Candidate {
  private final Pick pick;
  private final Supplier<String> why;

  Candidate(Pick pick, Supplier<String> why) {
    this.pick = pick;
    this.why = why;
  }

  public Offer offer() {
    return pick.offer();
  }

  /** Who tells of it. */
  public ProviderId feed() {
    return pick.view().feed();
  }

  /** Whether a lease can be started through that feed. */
  public boolean leasable() {
    return pick.isLeasable();
  }

  public int nodes() {
    return pick.view().question().nodes();
  }

  public RunTime run() {
    return pick.view().question().run();
  }

  /** Of the whole run on all nodes. */
  public LandedCost landed() {
    return pick.tariff().landedCost(pick.priceNanos());
  }

  /** Until the machines are up, and while data is moved. */
  Preparation preparation() {
    return Preparation.of(pick.view().question(), offer().region(), offer().capacityType());
  }

  /** What launches there lately did, and what is to be expected of the next. */
  public StartForecast start() {
    Conditions conditions = pick.view().question().conditions();
    return conditions.memory().forecast(offer(), preparation().start(), conditions.now());
  }

  /** How long data is moved to the machines and from them; paid like the run. */
  public Duration transferTime() {
    return preparation().transfer();
  }

  /** What it was compared by: the landed total, or the price of an hour for {@code cost: list}. */
  public Money ranked() {
    return Money.nano(pick.cost(), Tariff.USD);
  }

  /** Of all nodes. */
  public HourlyRate pricePerHour() {
    return offer().price().times(nodes());
  }

  /** The same as it is compared; {@link #conversion} says by which rate. */
  public HourlyRate comparedPricePerHour() {
    return new HourlyRate(Money.nano(pick.priceNanos(), PriceScale.CURRENCY)).times(nodes());
  }

  /** Of the price of all nodes; empty where it is asked in the currency in which all compare. */
  public Optional<Conversion> conversion() {
    PriceScale scale = pick.view().question().scale();
    return scale.conversionOf(offer().price()).map(it -> it.times(nodes()));
  }

  /** Of the whole run on all nodes; empty when no grid figure is known. */
  public Optional<CarbonEstimate> carbon() {
    return Reckoning.carbon(pick);
  }

  /** Empty when neither users nor data say from where. */
  public Optional<RoundTrip> roundTrip() {
    return Reckoning.roundTrip(pick);
  }

  /** What one node draws at its servers under heavy load; empty when nobody knows. */
  public Optional<Watts> drawOfOne() {
    return pick.slab().layout.machines().carbon()[pick.kind()].power().map(PowerDraw::atServers);
  }

  /** One sentence. */
  public String why() {
    return why.get();
  }

  /** The same, with another sentence. */
  Candidate because(String sentence) {
    return new Candidate(pick, () -> sentence);
  }

  /**
   * What of the policies that the decision was made under it breaks: nothing, if it is feasible.
   */
  List<Breach> breaches() {
    Question question = pick.view().question();
    Conditions conditions = question.conditions();
    if (conditions.fence().isNone()) {
      return List.of();
    }
    Offered offered =
        Offered.of(
            feed(),
            offer(),
            place().place(),
            conditions.countries(),
            conditions.certifications()::holds,
            nodes(),
            Optional.of(landed().total()),
            carbon().map(CarbonEstimate::total));
    boolean task = question.workload().kind() == Workload.Kind.TASK;
    return conditions.fence().breaches(offered, question.scale()::exceed, task);
  }

  RegionFacts place() {
    return pick.facts();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Candidate candidate
        && offer().equals(candidate.offer())
        && feed().equals(candidate.feed())
        && leasable() == candidate.leasable()
        && nodes() == candidate.nodes()
        && run().equals(candidate.run())
        && ranked().equals(candidate.ranked())
        && landed().equals(candidate.landed())
        && carbon().equals(candidate.carbon())
        && roundTrip().equals(candidate.roundTrip())
        && why().equals(candidate.why());
  }

  @Override
  public int hashCode() {
    return Objects.hash(offer(), feed(), ranked());
  }

  @Override
  public String toString() {
    return "Candidate[offer=%s, feed=%s, leasable=%s, nodes=%d, run=%s, landed=%s, ranked=%s, pricePerHour=%s, carbon=%s, roundTrip=%s, why=%s]"
        .formatted(
            offer(),
            feed(),
            leasable(),
            nodes(),
            run(),
            landed(),
            ranked(),
            pricePerHour(),
            carbon(),
            roundTrip(),
            why());
  }
}
