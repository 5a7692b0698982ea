package io.tradewind.matcher;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.api.StartTime;
import io.tradewind.api.TransferRates;
import io.tradewind.api.TransferRates.Route;
import io.tradewind.matcher.workload.DataSource;
import java.time.Duration;
import java.util.Optional;

/**
 * What is paid, and waited for, beside the run: until the machines are up, and while data is moved
 * to them and from them. Data at the machine's own region is read where it lies.
 *
 * @param slowest the rate of the way that takes longest; empty where nothing is moved
 */
record Preparation(StartTime start, Duration transfer, Optional<TransferRates.Rate> slowest) {
  /**
   * Where a way begins or ends, as far as its rate depends on it.
   *
   * @param site whether behind an enrolled site's own line
   * @param continent empty where nobody knows
   */
  record End(Region region, boolean site, Optional<String> continent) {
    static End of(Conditions conditions, Region region) {
      return new End(
          region,
          conditions.sites().contains(region.provider()),
          conditions
              .regions()
              .find(region)
              .map(Place::country)
              .flatMap(conditions.countries()::find)
              .map(country -> country.continent()));
    }
  }

  static Preparation of(Question question, Region machine, CapacityType capacity) {
    Conditions conditions = question.conditions();
    StartTime start = conditions.startTime(machine.provider(), capacity);
    return question.movedData().isEmpty()
        ? new Preparation(start, Duration.ZERO, Optional.empty())
        : of(question, End.of(conditions, machine), start);
  }

  static Preparation of(Question question, End machine, StartTime start) {
    if (question.movedData().isEmpty()) {
      return new Preparation(start, Duration.ZERO, Optional.empty());
    }
    Duration sum = Duration.ZERO;
    Duration longest = Duration.ZERO;
    TransferRates.Rate slowest = null;
    for (int i = 0; i < question.movedData().size(); i++) {
      DataSource source = question.movedData().get(i);
      End stored = question.dataEnds().get(i);
      if (!stored.region().equals(machine.region())) {
        TransferRates.Rate rate = question.conditions().transferRates().on(route(stored, machine));
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
    return route(End.of(conditions, from), End.of(conditions, to));
  }

  private static Route route(End from, End to) {
    if (from.region().equals(to.region())) {
      return Route.SAME_REGION;
    }
    if (from.site() || to.site()) {
      return Route.OWN_SITE;
    }
    if (from.continent().isEmpty() || to.continent().isEmpty()) {
      return Route.UNKNOWN;
    }
    boolean near = from.continent().get().equals(to.continent().get());
    if (from.region().provider().equals(to.region().provider())) {
      return near ? Route.SAME_SELLER_NEAR : Route.SAME_SELLER_FAR;
    }
    return near ? Route.OTHER_SELLER_NEAR : Route.OTHER_SELLER_FAR;
  }
}
