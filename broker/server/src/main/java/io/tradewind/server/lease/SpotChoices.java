package io.tradewind.server.lease;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.matcher.Candidate;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.spot.SpotMove;
import io.tradewind.matcher.spot.SpotMove.GoOnDemand;
import io.tradewind.matcher.spot.SpotMove.MoveTo;
import io.tradewind.matcher.spot.SpotPolicy;
import io.tradewind.matcher.spot.SpotPool;
import io.tradewind.matcher.spot.SpotPosition.Idle;
import io.tradewind.matcher.spot.SpotTask;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Resources;
import io.tradewind.matcher.workload.Retry;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.placement.Placements;
import io.tradewind.server.policy.Asker;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a task goes that saves its work, has a deadline, and may use spot capacity: {@link
 * SpotPolicy} says each time that it is without a machine, so that spot is left for machines on
 * demand in time.
 */
@ApplicationScoped
public class SpotChoices {
  /** Until it is asked again where the policy says to wait. */
  static final Duration STEP = Duration.ofMinutes(2);

  private final Placements placements;
  private final LiveMarket market;
  private final SpotHistories histories;
  private final Clock clock;

  SpotChoices(Placements placements, LiveMarket market, SpotHistories histories, Clock clock) {
    this.placements = placements;
    this.market = market;
    this.histories = histories;
    this.clock = clock;
  }

  /**
   * What has been, before the question.
   *
   * @param ran on all machines together
   * @param losses machines that were lost on the way
   * @param lostAt when it was left without a machine
   * @param taken pools that have just taken one back
   */
  record Past(Duration ran, int losses, Instant lostAt, Set<Pool> taken) {}

  /**
   * What to do.
   *
   * @param workload with the capacity that it may use now
   * @param last pools that have their turn after all others
   * @param waits nothing is leased until the next step
   */
  record Choice(Workload workload, Set<Pool> last, boolean waits, String why) {
    boolean isOnDemandAlone() {
      return workload.alternatives().stream()
          .allMatch(it -> it.capacity().equals(Set.of(CapacityType.ON_DEMAND)));
    }
  }

  /** Empty for a workload that the policy is not for. */
  Optional<Choice> next(Asker asker, Workload workload, Past past) {
    return isForPolicy(workload) ? Optional.of(choice(asker, workload, past)) : Optional.empty();
  }

  /**
   * What a workload may use as it is submitted: only machines on demand where there is no time for
   * others. Else all that it asks for, so that what is agreed to has both.
   */
  public Workload atStart(Asker asker, Workload workload) {
    Past none = new Past(Duration.ZERO, 0, clock.instant(), Set.of());
    return next(asker, workload, none)
        .filter(choice -> !choice.waits() && choice.isOnDemandAlone())
        .map(Choice::workload)
        .orElse(workload);
  }

  static boolean isForPolicy(Workload workload) {
    Limits limits = workload.limits();
    return workload.kind() == Workload.Kind.TASK
        && workload.nodes() == 1
        && limits.deadline().isPresent()
        && limits.maxDuration().isPresent()
        && workload.retry().flatMap(Retry::checkpoint).isPresent()
        && workload.alternatives().stream().allMatch(SpotChoices::takesBoth);
  }

  private static boolean takesBoth(Resources resources) {
    return resources.capacity().contains(CapacityType.SPOT)
        && resources.capacity().contains(CapacityType.ON_DEMAND);
  }

  private Choice choice(Asker asker, Workload workload, Past past) {
    Instant now = clock.instant();
    Workload onDemand = using(workload, CapacityType.ON_DEMAND);
    Workload spot = using(workload, CapacityType.SPOT);
    List<Candidate> offers = candidates(placements.matchOwnCurrent(asker, spot, Scope.LEASABLE));
    Optional<Candidate> steady =
        candidates(placements.matchOwnCurrent(asker, onDemand, Scope.LEASABLE)).stream()
            .findFirst();
    if (steady.isEmpty()) {
      return new Choice(workload, Set.of(), false, "No machine on demand is to be had.");
    }
    SpotMove move =
        SpotPolicy.next(
            task(workload, past, offers, now),
            new Idle(Duration.between(past.lostAt(), now)),
            pools(offers, steady.get(), past, now));
    if (move instanceof GoOnDemand) {
      return new Choice(onDemand, Set.of(), false, move.why());
    }
    if (move instanceof MoveTo to) {
      return new Choice(spot, others(offers, to.pool()), false, move.why());
    }
    return new Choice(workload, Set.of(), true, move.why());
  }

  /**
   * What is left to do: with each machine that was lost, as much as lies between two checkpoints
   * may be lost.
   */
  private SpotTask task(Workload workload, Past past, List<Candidate> offers, Instant now) {
    Limits limits = workload.limits();
    Duration checkpoint = workload.retry().flatMap(Retry::checkpoint).orElseThrow();
    Duration kept = past.ran().minus(checkpoint.multipliedBy(past.losses()));
    Duration work = limits.maxDuration().orElseThrow().minus(notNegative(kept));
    return new SpotTask(
        notNegative(work),
        Duration.between(now, limits.deadline().orElseThrow()),
        start(offers).plus(checkpoint),
        STEP);
  }

  private Duration start(List<Candidate> offers) {
    return offers.stream()
        .map(Candidate::offer)
        .map(it -> market.conditions().startTime(it.provider(), it.capacityType()).typical())
        .max(Duration::compareTo)
        .orElse(Duration.ofMinutes(3));
  }

  private List<SpotPool> pools(List<Candidate> offers, Candidate steady, Past past, Instant now) {
    BigDecimal price = steady.comparedPricePerHour().perHour().amount();
    List<SpotPool> pools = new ArrayList<>();
    for (Candidate candidate : offers) {
      Offer offer = candidate.offer();
      Pool pool = Pool.of(offer);
      double share =
          candidate
              .comparedPricePerHour()
              .perHour()
              .amount()
              .divide(price, 6, RoundingMode.HALF_EVEN)
              .doubleValue();
      if (share > 0 && share < 1) {
        boolean taken = past.taken().contains(pool);
        pools.add(new SpotPool(pool, share, histories.look(offer, taken, now)));
      }
    }
    return pools;
  }

  private static Set<Pool> others(List<Candidate> offers, Pool chosen) {
    return offers.stream()
        .map(it -> Pool.of(it.offer()))
        .filter(pool -> !pool.equals(chosen))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Candidate> candidates(Placement placement) {
    return Stream.concat(placement.choice().stream(), placement.runnersUp().stream()).toList();
  }

  private static Workload using(Workload workload, CapacityType type) {
    List<Resources> alternatives =
        workload.alternatives().stream().map(it -> it.withCapacity(Set.of(type))).toList();
    return workload.withAlternatives(alternatives, workload.ordered());
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
