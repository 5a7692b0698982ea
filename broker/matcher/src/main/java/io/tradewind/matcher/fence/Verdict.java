package io.tradewind.matcher.fence;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Place;
import io.tradewind.matcher.workload.Area;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.GramsCo2e;
import io.tradewind.pricing.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one policy has against a workload or an offer, in the order of its rules. */
final class Verdict {
  private final Bounds bounds;
  private final List<Breach> breaches = new ArrayList<>();

  Verdict(Bounds bounds) {
    this.bounds = bounds;
  }

  List<Breach> of(Workload workload, Instant now) {
    if (bounds.mostNodes().isPresent() && workload.nodes() > bounds.mostNodes().getAsInt()) {
      int most = bounds.mostNodes().getAsInt();
      breach(Rule.MAX_NODES, "it asks for %d nodes".formatted(workload.nodes()), atMost(most));
    }
    if (workload.kind() == Workload.Kind.TASK) {
      end(workload);
    }
    bounds
        .hours()
        .filter(hours -> !hours.contain(now))
        .ifPresent(hours -> breach(Rule.HOURS, "it would begin at " + now, hours.text()));
    return breaches;
  }

  /** A service has no end: it is not held to what a run may last, cost or emit. */
  private void end(Workload workload) {
    Limits limits = workload.limits();
    bounds
        .longest()
        .filter(most -> limits.maxDuration().filter(own -> own.compareTo(most) <= 0).isEmpty())
        .ifPresent(most -> breach(Rule.MAX_DURATION, duration(limits), atMost(text(most))));
    if (limits.maxDuration().isEmpty() && workload.work().isEmpty()) {
      String endless = "it has no limits.max_duration, so that nobody can tell";
      bounds.mostPerRun().ifPresent(it -> breach(Rule.MAX_COST, endless, atMost(text(it))));
      bounds.mostCarbon().ifPresent(it -> breach(Rule.MAX_CARBON, endless, atMost(text(it))));
    }
  }

  private static String duration(Limits limits) {
    return limits
        .maxDuration()
        .map(own -> "limits.max_duration is " + text(own))
        .orElse("it has no limits.max_duration");
  }

  List<Breach> of(Offered offered, Offered.Scale scale, boolean task) {
    seller(offered);
    place(offered);
    machine(offered);
    price(offered, scale);
    if (task) {
      cost(offered, scale);
      carbon(offered);
    }
    return breaches;
  }

  private void seller(Offered offered) {
    if (!bounds.allowsProvider(offered.region().provider(), offered.feed())) {
      breach(
          Rule.PROVIDERS,
          "the provider is " + offered.region().provider(),
          allowed(bounds.providersAllowed(), bounds.providersDenied()));
    }
    if (!bounds.isCertified(offered.region(), offered.certifications())) {
      String missing =
          bounds.certifications().stream()
              .filter(wish -> !offered.certifications().holds(offered.region(), wish))
              .sorted()
              .collect(Collectors.joining(", "));
      breach(
          Rule.CERTIFICATIONS,
          "%s lacks %s".formatted(offered.region(), missing),
          list(bounds.certifications()));
    }
  }

  private void place(Offered offered) {
    String country = offered.place().map(Place::country).orElse("unknown country");
    String where = "it is in %s (%s)".formatted(offered.region(), country);
    if (!bounds.allowsRegion(offered.region(), offered.place(), offered.countries())) {
      breach(
          Rule.REGIONS,
          where,
          allowed(texts(bounds.regionsAllowed()), texts(bounds.regionsDenied())));
    }
    if (!bounds.keepsResidency(offered.region(), offered.place(), offered.countries())) {
      breach(Rule.RESIDENCY, where, list(texts(bounds.residency())));
    }
  }

  private static List<String> texts(List<Area> areas) {
    return areas.stream().map(Area::text).toList();
  }

  private void machine(Offered offered) {
    Optional<String> accelerator = offered.accelerator();
    if (accelerator.isPresent() && !bounds.allowsAccelerator(accelerator.get())) {
      breach(
          Rule.ACCELERATORS,
          "the accelerator is " + accelerator.get(),
          allowed(bounds.acceleratorsAllowed(), bounds.acceleratorsDenied()));
    }
    if (!bounds.allowsCapacity(offered.capacity())) {
      breach(
          Rule.CAPACITY,
          "it is sold as " + offered.capacity().wireName(),
          list(bounds.capacity().stream().map(CapacityType::wireName).toList()));
    }
  }

  private void price(Offered offered, Offered.Scale scale) {
    Money together = offered.perHour().times(offered.nodes());
    bounds
        .mostPerHour()
        .filter(most -> scale.exceed(List.of(together), most))
        .ifPresent(
            most ->
                breach(Rule.MAX_PRICE_HOUR, "an hour costs " + text(together), atMost(text(most))));
    // Devices are told in thousandths.
    bounds
        .mostPerAcceleratorHour()
        .filter(most -> offered.devices() > 0)
        .filter(
            most ->
                scale.exceed(
                    List.of(offered.perHour().times(1_000)), most.times(offered.devices())))
        .ifPresent(
            most ->
                breach(
                    Rule.MAX_PRICE_ACCELERATOR_HOUR,
                    "an hour of %s accelerators costs %s"
                        .formatted(plain(offered.devices()), text(offered.perHour())),
                    atMost(text(most) + " for each")));
  }

  private static String plain(int thousandths) {
    return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
  }

  private void cost(Offered offered, Offered.Scale scale) {
    Optional<Money> total = offered.total();
    bounds
        .mostPerRun()
        .filter(most -> total.isPresent() && scale.exceed(List.of(total.get()), most))
        .ifPresent(
            most ->
                breach(
                    Rule.MAX_COST,
                    "the run costs " + text(total.orElseThrow()),
                    atMost(text(most))));
  }

  private void carbon(Offered offered) {
    bounds
        .mostCarbon()
        .filter(most -> offered.carbon().filter(own -> keeps(own, most)).isEmpty())
        .ifPresent(
            most ->
                breach(
                    Rule.MAX_CARBON,
                    offered
                        .carbon()
                        .map(own -> "the run emits " + text(own))
                        .orElse("what the run emits is unknown"),
                    atMost(text(most))));
  }

  /** In whole milligrams, as offers are compared. */
  private static boolean keeps(GramsCo2e own, GramsCo2e most) {
    return Math.round(own.value() * 1_000) <= (long) Math.floor(most.value() * 1_000);
  }

  private void breach(Rule rule, String found, String allowed) {
    breaches.add(new Breach(bounds.text(), rule, found, allowed));
  }

  private static String atMost(Object most) {
    return "at most " + most;
  }

  private static String text(Money money) {
    BigDecimal plain = money.amount().stripTrailingZeros();
    return (plain.scale() < 2 ? money.amount().setScale(2) : plain).toPlainString()
        + " "
        + money.currencyCode();
  }

  private static String text(GramsCo2e carbon) {
    return String.format(Locale.ROOT, "%.3f kg CO2e", carbon.kilograms());
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String allowed(Collection<?> allowed, Collection<?> denied) {
    if (allowed.isEmpty()) {
      return "anything but " + list(denied);
    }
    return denied.isEmpty() ? list(allowed) : "%s, not %s".formatted(list(allowed), list(denied));
  }

  private static String list(Collection<?> items) {
    return items.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }
}
