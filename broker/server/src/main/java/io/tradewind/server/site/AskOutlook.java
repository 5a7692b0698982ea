package io.tradewind.server.site;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.Site;
import io.tradewind.api.SiteMachine;
import io.tradewind.api.site.Ask;
import io.tradewind.api.site.AskPrice;
import io.tradewind.api.site.Circumstances;
import io.tradewind.pricing.Money;
import io.tradewind.server.agent.AskBody;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.market.MoneyView;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What asks come to now, over the coming week, and beside the market. */
@ApplicationScoped
public class AskOutlook {
  private static final int HOURS_OF_A_WEEK = 168;

  private final LiveMarket market;

  AskOutlook(LiveMarket market) {
    this.market = market;
  }

  /**
   * An ask and its outlook.
   *
   * @param why how the price is made up now, or why nothing is on sale
   * @param units that were discovered on machines whose agents are not revoked
   * @param hoursOnSale of the coming week, were the grid always as it is now
   * @param weekIfSold what all units earn in those hours at the ask
   * @param weekAtMarket the same at the market's median, where the ask is not above it; else
   *     nothing
   * @param market what others ask for one such unit and hour, on demand, in the same currency
   */
  @Schema(name = "AskOutlook")
  public record AskView(
      @Schema(required = true) AskBody ask,
      @Schema(required = true, nullable = true) @Nullable MoneyView onDemand,
      @Schema(required = true, nullable = true) @Nullable MoneyView spot,
      @Schema(required = true) String why,
      @Schema(required = true) int units,
      @Schema(required = true) int unitsFree,
      @Schema(required = true) int hoursOnSale,
      @Schema(required = true) MoneyView weekIfSold,
      @Schema(required = true, nullable = true) @Nullable MoneyView weekAtMarket,
      @Schema(required = true, nullable = true) @Nullable MarketView market) {}

  @Schema(name = "AskMarket")
  public record MarketView(
      @Schema(required = true) MoneyView lowest,
      @Schema(required = true) MoneyView median,
      @Schema(required = true) int offers,
      @Schema(required = true, description = "How many of them are cheaper than this ask now.")
          int cheaper) {}

  AsksResource.AsksView of(Site site, List<Ask> asks) {
    List<String> asked = asks.stream().map(Ask::unit).toList();
    return new AsksResource.AsksView(
        asks.stream().map(ask -> view(site, ask)).toList(),
        AsksResource.unitsOf(site).stream().filter(unit -> !asked.contains(unit)).toList());
  }

  private AskView view(Site site, Ask ask) {
    List<SiteMachine> machines =
        site.machines().stream().filter(machine -> unit(machine).equals(ask.unit())).toList();
    int units = machines.stream().mapToInt(AskOutlook::units).sum();
    double watts = machines.isEmpty() ? 0 : Site.ratedWatts(single(machines.get(0)));
    AskPrice price = ask.at(site.now(), watts);
    List<Money> hourly = week(site.now(), ask, watts);
    Money all = hourly.stream().reduce(Money.zero(ask.base().currency()), Money::plus);
    Optional<Prices> others = others(site, ask);
    return new AskView(
        AskBody.of(ask),
        price.onDemand().map(MoneyView::of).orElse(null),
        price.spot().map(MoneyView::of).orElse(null),
        price.why(),
        units,
        free(machines),
        hourly.size(),
        MoneyView.of(all.times(units)),
        others.map(it -> MoneyView.of(it.earned(hourly).times(units))).orElse(null),
        others.map(it -> it.view(price)).orElse(null));
  }

  private static List<Money> week(Circumstances now, Ask ask, double watts) {
    return IntStream.range(0, HOURS_OF_A_WEEK)
        .mapToObj(hour -> now.now().plus(Duration.ofHours(hour)))
        .map(now::at)
        .flatMap(at -> ask.at(at, watts).onDemand().stream())
        .toList();
  }

  /** The unit prices of others, the lowest first. */
  private record Prices(List<Money> sorted) {
    Money median() {
      return sorted.get(sorted.size() / 2);
    }

    Money earned(List<Money> hourly) {
      return hourly.stream()
          .filter(ask -> ask.compareTo(median()) <= 0)
          .map(ask -> median())
          .reduce(Money.zero(median().currency()), Money::plus);
    }

    MarketView view(AskPrice price) {
      Optional<Money> own = price.onDemand();
      long cheaper =
          own.map(it -> sorted.stream().filter(other -> other.compareTo(it) < 0).count())
              .orElse(0L);
      return new MarketView(
          MoneyView.of(sorted.get(0)), MoneyView.of(median()), sorted.size(), (int) cheaper);
    }
  }

  private Optional<Prices> others(Site site, Ask ask) {
    List<Money> prices =
        market.market().stream()
            .filter(offer -> offer.capacityType() == CapacityType.ON_DEMAND)
            .filter(offer -> !offer.provider().equals(site.region().provider()))
            .filter(offer -> unit(offer).equals(ask.unit()))
            .filter(offer -> offer.price().perHour().currency().equals(ask.base().currency()))
            .flatMap(offer -> perUnit(offer).stream())
            .sorted()
            .toList();
    return prices.isEmpty() ? Optional.empty() : Optional.of(new Prices(prices));
  }

  private static Optional<Money> perUnit(Offer offer) {
    double units =
        offer.accelerators().map(AcceleratorSet::count).orElse(offer.instanceType().vcpus());
    return units > 0
        ? Optional.of(
            offer.price().perHour().dividedBy(BigDecimal.valueOf(units), RoundingMode.HALF_EVEN))
        : Optional.empty();
  }

  private static String unit(Offer offer) {
    return offer.accelerators().map(set -> set.model().name()).orElse(Ask.PROCESSOR);
  }

  static String unit(SiteMachine machine) {
    return machine.accelerators().map(set -> set.model().name()).orElse(Ask.PROCESSOR);
  }

  static int units(SiteMachine machine) {
    return machine.accelerators().map(set -> (int) set.count()).orElse(machine.vcpus());
  }

  private static int free(List<SiteMachine> machines) {
    return machines.stream()
        .filter(SiteMachine::online)
        .mapToInt(
            it -> (int) (it.accelerators().isPresent() ? it.freeAccelerators() : it.freeVcpus()))
        .sum();
  }

  static InstanceType single(SiteMachine machine) {
    double share = 1.0 / Math.max(1, units(machine));
    return new InstanceType(
        "unit",
        machine.accelerators().map(set -> AcceleratorSet.of(set.model(), 1)),
        machine.vcpus() * share,
        new Memory((long) (machine.memory().mebibytes() * share)),
        machine.architecture(),
        Interconnect.UNKNOWN);
  }
}
