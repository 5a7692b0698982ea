package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Place;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.StartTime;
import io.tradewind.api.TransferRates;
import io.tradewind.api.TransferRates.Route;
import io.tradewind.matcher.workload.DataSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What is paid, and waited for, beside the run: until the machines are up, and while data is moved
 * to them and from them. Data at the machine's own region is read where it lies.
 *
 * @param slowest the rate of the way that takes longest; empty where nothing is moved
 */
record Preparation(StartTime start, Duration transfer, Optional<TransferRates.Rate> slowest) {
  static Preparation of(Question question, Region machine, CapacityType capacity) {
    Conditions conditions = question.conditions();
    StartTime start = conditions.startTime(machine.provider(), capacity);
    Duration sum = Duration.ZERO;
    Duration longest = Duration.ZERO;
    TransferRates.Rate slowest = null;
    for (DataSource source : question.movedData()) {
      Region stored = source.region().orElseThrow();
      if (!stored.equals(machine)) {
        TransferRates.Rate rate = conditions.transferRates().on(route(conditions, stored, machine));
        Duration once = rate.timeOf(source.size());
        boolean bothWays = source.access() == DataSource.Access.READ_WRITE;
        sum = sum.plus(bothWays ? once.multipliedBy(2) : once);
        if (slowest == null || once.compareTo(longest) > 0) {
          slowest = rate;
          longest = once;
        }
      }
    }
    return new Preparation(start, sum, Optional.ofNullable(slowest));
  }

  Duration startUp() {
    return start.typical();
  }

  Duration total() {
    return start.typical().plus(transfer);
  }

  static Route route(Conditions conditions, Region from, Region to) {
    if (from.equals(to)) {
      return Route.SAME_REGION;
    }
    Set<ProviderId> sites = conditions.sites();
    if (sites.contains(from.provider()) || sites.contains(to.provider())) {
      return Route.OWN_SITE;
    }
    Optional<String> one = continent(conditions, from);
    Optional<String> other = continent(conditions, to);
    if (one.isEmpty() || other.isEmpty()) {
      return Route.UNKNOWN;
    }
    boolean near = one.equals(other);
    if (from.provider().equals(to.provider())) {
      return near ? Route.SAME_SELLER_NEAR : Route.SAME_SELLER_FAR;
    }
    return near ? Route.OTHER_SELLER_NEAR : Route.OTHER_SELLER_FAR;
  }

  private static Optional<String> continent(Conditions conditions, Region region) {
    return conditions
        .regions()
        .find(region)
        .map(Place::country)
        .flatMap(conditions.countries()::find)
        .map(country -> country.continent());
  }
}
