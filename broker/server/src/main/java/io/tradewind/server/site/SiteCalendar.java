package io.tradewind.server.site;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Site;
import io.tradewind.api.SiteMachine;
import io.tradewind.api.site.Ask;
import io.tradewind.api.site.AskPrice;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.site.CalendarView.MachineView;
import io.tradewind.server.site.CalendarView.SpanView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What of a site is for tenants, hour by hour. Pure: what is known of the site comes in.
 *
 * @param closed when all of it, or a machine, is kept back
 * @param held by leases
 */
record SiteCalendar(Site site, List<Closed> closed, List<Held> held) {
  /**
   * @param agent the machine's; empty for the whole site
   * @param until empty for no end
   */
  record Closed(Optional<UUID> agent, Instant from, Optional<Instant> until, String reason) {
    boolean holds(UUID machine, Instant hour) {
      return (agent.isEmpty() || agent.get().equals(machine))
          && hour.plus(Duration.ofHours(1)).isAfter(from)
          && until.filter(end -> !end.isAfter(hour)).isEmpty();
    }
  }

  /**
   * @param until by the tenant's own limit; empty for none
   */
  record Held(UUID agent, int units, Optional<Instant> until) {
    boolean holds(UUID machine, Instant hour) {
      return agent.equals(machine) && until.filter(end -> !end.isAfter(hour)).isEmpty();
    }
  }

  SiteCalendar {
    closed = List.copyOf(closed);
    held = List.copyOf(held);
  }

  CalendarView of(int hours) {
    Instant from = site.now().now().truncatedTo(ChronoUnit.HOURS);
    return new CalendarView(
        from, hours, site.machines().stream().map(it -> machine(it, from, hours)).toList());
  }

  private MachineView machine(SiteMachine machine, Instant from, int hours) {
    List<SpanView> spans = new ArrayList<>();
    for (int hour = 0; hour < hours; hour++) {
      SpanView next = at(machine, from.plus(Duration.ofHours(hour)));
      SpanView last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
      if (last != null && last.isLike(next)) {
        spans.set(spans.size() - 1, last.longer());
      } else {
        spans.add(next);
      }
    }
    return new MachineView(
        UUID.fromString(machine.name()),
        AskOutlook.unit(machine),
        AskOutlook.units(machine),
        spans);
  }

  private SpanView at(SiteMachine machine, Instant hour) {
    UUID agent = UUID.fromString(machine.name());
    int units = AskOutlook.units(machine);
    int leased =
        Math.min(
            units, held.stream().filter(it -> it.holds(agent, hour)).mapToInt(Held::units).sum());
    Optional<Closed> closure = closed.stream().filter(it -> it.holds(agent, hour)).findFirst();
    if (closure.isPresent()) {
      return span(hour, "maintenance", 0, leased, closed(closure.get().reason()));
    }
    Optional<Ask> ask = site.ask(AskOutlook.unit(machine));
    if (ask.isEmpty()) {
      return span(hour, "unpriced", 0, leased, closed("It has no ask."));
    }
    AskPrice price = ask.get().at(site.now().at(hour), Site.ratedWatts(AskOutlook.single(machine)));
    boolean sells = price.onDemand().isPresent() || price.spot().isPresent();
    String state = !sells ? "closed" : leased == units ? "leased" : "offered";
    return span(hour, state, sells ? units - leased : 0, leased, price);
  }

  private static AskPrice closed(String why) {
    return new AskPrice(Optional.empty(), Optional.empty(), why);
  }

  private static SpanView span(
      Instant hour, String state, int offered, int leased, AskPrice price) {
    return new SpanView(
        hour,
        1,
        state,
        offered,
        leased,
        price.onDemand().map(MoneyView::of).orElse(null),
        price.spot().map(MoneyView::of).orElse(null),
        price.why());
  }

  /** Units of a lease on such a machine. */
  static int units(SiteMachine machine, int accelerators, double vcpus) {
    return machine.accelerators().map(AcceleratorSet::count).isPresent()
        ? accelerators
        : (int) Math.ceil(vcpus);
  }
}
