package io.tradewind.server.order;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Site;
import io.tradewind.api.Source;
import io.tradewind.api.site.Ask;
import io.tradewind.api.site.AskPrice;
import io.tradewind.api.site.Circumstances;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Rejection;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What one site answers an order. Pure: everything that it rests on comes in. */
final class Bidding {
  static final ProviderId FEED = new ProviderId("datacenter");

  /** Nothing keeps the room: what is told of it is soon old. */
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);

  private Bidding() {}

  /** What is asked for. */
  record Wanted(Workload workload, int quantity, Instant from, int hours) {
    Instant until() {
      return from.plus(Duration.ofHours(hours));
    }
  }

  /**
   * A time in which a site, or one machine of it, is not for tenants.
   *
   * @param machine its name; empty for the whole site
   */
  record Closed(Optional<String> machine, Instant from, String reason) {}

  /**
   * Who is asked.
   *
   * @param closed what overlaps the time that is wanted
   * @param offers of the site as the market lists them
   */
  record Seller(Site site, BidRule rule, List<Closed> closed, List<Offer> offers) {}

  /**
   * A price.
   *
   * @param candidate reckoned through at this price
   * @param listed what everybody else is asked for the same machine
   * @param units of one machine
   * @param quantity for how many of the workloads there is room
   */
  record Bid(Candidate candidate, Money listed, String unit, int units, int quantity) {
    Offer offer() {
      return candidate.offer();
    }
  }

  /**
   * @param why how the price is made up, or why there is none
   */
  record Answer(Site site, Optional<Bid> bid, String why) {}

  /**
   * @param blank a market without offers, on the scale on which prices compare
   */
  static Answer answer(Wanted wanted, Seller seller, Market blank, Conditions conditions) {
    Optional<String> refusal = refusal(wanted, seller);
    if (refusal.isPresent()) {
      return new Answer(seller.site(), Optional.empty(), refusal.get());
    }
    Map<String, Optional<String>> shut = new LinkedHashMap<>();
    List<Offer> priced = new ArrayList<>();
    for (Offer offer : seller.offers()) {
      Optional<Ask> ask = seller.site().ask(unit(offer));
      ask.filter(it -> isOpen(wanted, seller, it, shut))
          .map(it -> offer(seller, offer, price(wanted, seller, offer, it)))
          .ifPresent(priced::add);
    }
    Placement placement =
        Matcher.match(wanted.workload(), blank.with(FEED, priced), conditions, Scope.LEASABLE);
    return placement
        .choice()
        .map(choice -> bid(wanted, seller, choice))
        .orElseGet(
            () -> new Answer(seller.site(), Optional.empty(), without(priced, shut, placement)));
  }

  private static Optional<String> refusal(Wanted wanted, Seller seller) {
    return seller
        .rule()
        .refusal(wanted.hours())
        .or(
            () ->
                seller.closed().stream()
                    .filter(it -> it.machine().isEmpty())
                    .findFirst()
                    .map(it -> "The site closes at %s: %s.".formatted(it.from(), it.reason())));
  }

  /** Each ask is looked through once: all sizes of a machine share it. */
  private static boolean isOpen(
      Wanted wanted, Seller seller, Ask ask, Map<String, Optional<String>> shut) {
    return shut.computeIfAbsent(ask.unit(), unit -> shut(wanted, seller.site(), ask)).isEmpty();
  }

  private static BidRule.Priced price(Wanted wanted, Seller seller, Offer offer, Ask ask) {
    int units = units(offer);
    return seller
        .rule()
        .price(
            offer.price().perHour(),
            ask.floor().times(units),
            wanted.hours(),
            units * wanted.workload().nodes() * wanted.quantity());
  }

  private static Offer offer(Seller seller, Offer offer, BidRule.Priced price) {
    Site site = seller.site();
    Instant now = site.now().now();
    return new Offer(
        offer.id(),
        offer.region(),
        offer.zone(),
        offer.instanceType(),
        offer.capacityType(),
        new HourlyRate(price.price()),
        Availability.count(room(seller, offer), now, TIME_TO_LIVE),
        now,
        new Source(
            "Bid of %s: %s".formatted(site.name(), price.why()),
            Optional.empty(),
            Source.Term.DECLARED,
            Optional.of(now)),
        offer.listing());
  }

  /** How many such machines can be had for all of the time, as far as anybody knows. */
  private static long room(Seller seller, Offer offer) {
    Set<String> closed =
        seller.closed().stream().flatMap(it -> it.machine().stream()).collect(Collectors.toSet());
    long room =
        seller.site().machines().stream()
            .filter(machine -> !closed.contains(machine.name()))
            .mapToLong(machine -> machine.room(offer.instanceType()))
            .sum();
    double watts = Site.ratedWatts(offer.instanceType());
    boolean limited = seller.site().freeWatts().isPresent() && watts > 0;
    return limited
        ? Math.min(room, (long) (seller.site().freeWatts().getAsDouble() / watts))
        : room;
  }

  /** Why it is not on sale all the time that is wanted, were the grid always as it is now. */
  private static Optional<String> shut(Wanted wanted, Site site, Ask ask) {
    if (Duration.ofHours(wanted.hours()).compareTo(ask.minimum()) < 0) {
      return Optional.of(
          "It leases for at least %s, and %d hours are wanted."
              .formatted(ask.minimum(), wanted.hours()));
    }
    Circumstances now = site.now();
    for (int hour = 0; hour <= wanted.hours(); hour++) {
      Instant at = wanted.from().plus(Duration.ofHours(hour));
      // The end itself is outside: a window that closes then has held all the time.
      Instant moment = hour == wanted.hours() ? at.minusMillis(1) : at;
      AskPrice price = ask.at(now.at(moment), 0);
      if (price.onDemand().isEmpty()) {
        return Optional.of("At %s nothing is on sale: %s".formatted(moment, price.why()));
      }
    }
    return Optional.empty();
  }

  private static Answer bid(Wanted wanted, Seller seller, Candidate choice) {
    Offer offer = choice.offer();
    int nodes = wanted.workload().nodes();
    int quantity = (int) Math.min(wanted.quantity(), room(seller, offer) / nodes);
    if (quantity < 1) {
      return new Answer(
          seller.site(),
          Optional.empty(),
          "There is no room for %d machines together.".formatted(nodes));
    }
    Offer listed =
        seller.offers().stream().filter(it -> it.id().equals(offer.id())).findFirst().orElseThrow();
    Ask ask = seller.site().ask(unit(offer)).orElseThrow();
    String spot = offer.capacityType() == CapacityType.SPOT ? "; it may be taken back" : "";
    return new Answer(
        seller.site(),
        Optional.of(new Bid(choice, listed.price().perHour(), unit(offer), units(offer), quantity)),
        price(wanted, seller, listed, ask).why() + spot + ".");
  }

  private static String without(
      List<Offer> priced, Map<String, Optional<String>> shut, Placement placement) {
    if (priced.isEmpty()) {
      return shut.values().stream()
          .flatMap(Optional::stream)
          .findFirst()
          .orElse("The site has nothing on sale.");
    }
    return placement.rejections().stream()
        .limit(3)
        .map(Rejection::text)
        .collect(Collectors.joining("; ", "Nothing that it has would do: ", "."));
  }

  /** An accelerator's model, or a vCPU where there is none. */
  static String unit(Offer offer) {
    return offer.accelerators().map(set -> set.model().name()).orElse(Ask.PROCESSOR);
  }

  static int units(Offer offer) {
    return (int)
        Math.max(
            1,
            Math.round(
                offer
                    .accelerators()
                    .map(AcceleratorSet::count)
                    .orElse(offer.instanceType().vcpus())));
  }
}
