package io.tradewind.matcher.spot;

import io.tradewind.matcher.spot.SpotMove.GoOnDemand;
import io.tradewind.matcher.spot.SpotMove.MoveTo;
import io.tradewind.matcher.spot.SpotMove.Stay;
import io.tradewind.matcher.spot.SpotMove.Wait;
import io.tradewind.matcher.spot.SpotPosition.Idle;
import io.tradewind.matcher.spot.SpotPosition.OnDemand;
import io.tradewind.matcher.spot.SpotPosition.OnSpot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Runs a task on spot capacity and still meets its deadline, as long as machines on demand can be
 * had. Slack (time left − work left) never grows: it only pays for changeovers and for waiting.
 *
 * <ul>
 *   <li>Safe: it enters spot only while slack covers this changeover, the one to on-demand, and two
 *       steps of not having looked; it waits only while slack covers the latter.
 *   <li>A living spot machine is kept.
 *   <li>A pool is worth {@code (1 − price share) × expected stint − price share × changeover}; the
 *       best is taken, wherever it is. The stint comes from {@link UptimeHistory}.
 *   <li>From on-demand it returns for a stint of at least {@code 0.75 × work × changeover / slack}:
 *       with many changeovers left any stint will do, with few only long ones.
 *   <li>With more slack than 12 % of the work it waits for a stint of a tenth of the surplus, and
 *       through droughts; with less it waits half a changeover, then goes on demand.
 * </ul>
 *
 * The four figures were found by random search on other traces (October 2022, eight pools; April
 * 2023, four pools) than those of the benchmark, and rounded.
 */
public final class SpotPolicy {
  private static final double HORIZON_HOURS = 6;
  private static final double RETURN_SHARE = 0.75;
  private static final double SLACK_WANTED_PER_WORK = 0.12;
  private static final double PATIENCE = 0.1;
  private static final double WAIT_CHANGEOVERS = 0.5;

  private SpotPolicy() {}

  /** A pool that is up, and how long and how much it is expected to help. */
  private record Bid(SpotPool at, double stintHours, double worthHours) {}

  /**
   * The next move. The same arguments give an equal answer.
   *
   * @param pools all that may be used, also those that are down; the order decides between equals
   */
  public static SpotMove next(SpotTask task, SpotPosition position, List<SpotPool> pools) {
    if (position instanceof OnSpot spot && isUp(spot, pools)) {
      return new Stay("The spot machine lives.");
    }
    Slack slack = Slack.of(task, position instanceof OnSpot ? Idle.JUST_NOW : position);
    Optional<Bid> best = slack.allowsSpot() ? best(slack, pools) : Optional.empty();
    if (position instanceof OnDemand onDemand) {
      return onDemand.startingUp().isZero() && best.isPresent() && isWorthReturning(slack, best)
          ? moveTo(best.get(), slack)
          : new Stay("No spot stint in sight is worth the slack it would cost.");
    }
    double waited = position instanceof Idle idle ? Hours.of(idle.waited()) : 0;
    return withoutMachine(slack, best, waited);
  }

  private static SpotMove withoutMachine(Slack slack, Optional<Bid> best, double waited) {
    double surplus = slack.toSpend() - SLACK_WANTED_PER_WORK * slack.work();
    if (best.isPresent() && best.get().stintHours() >= PATIENCE * surplus) {
      return moveTo(best.get(), slack);
    }
    boolean mayWait = slack.allowsWaiting();
    if (mayWait && surplus > 0) {
      return new Wait("There is slack for a better stint than any in sight.");
    }
    if (mayWait && slack.toSpend() > 0 && waited < WAIT_CHANGEOVERS * slack.changeover()) {
      return new Wait("Spot often returns sooner than a machine on demand starts.");
    }
    return best.isPresent()
        ? moveTo(best.get(), slack)
        : new GoOnDemand("Slack of %.2f h must be kept for the deadline.".formatted(slack.hours()));
  }

  private static boolean isWorthReturning(Slack slack, Optional<Bid> best) {
    Bid bid = best.get();
    double share = bid.at().priceShare();
    double needed =
        RETURN_SHARE
            * Math.min(slack.work() * slack.changeover() / slack.toSpend(), horizon(slack));
    double twoChangeovers = 2 * slack.changeover();
    return bid.stintHours() >= needed
        && bid.stintHours() * (1 - share) > twoChangeovers
        && slack.work() * (1 - share) > twoChangeovers;
  }

  private static Optional<Bid> best(Slack slack, List<SpotPool> pools) {
    double horizon = horizon(slack);
    return pools.stream()
        .filter(pool -> pool.history().isUp())
        .map(pool -> bid(pool, horizon, slack.changeover()))
        .max(Comparator.comparingDouble(Bid::worthHours));
  }

  private static Bid bid(SpotPool pool, double horizon, double changeover) {
    double stint = pool.history().expectedStintHours(horizon);
    double share = pool.priceShare();
    return new Bid(pool, stint, (1 - share) * stint - share * changeover);
  }

  private static double horizon(Slack slack) {
    return Math.min(HORIZON_HOURS, slack.work());
  }

  private static SpotMove moveTo(Bid bid, Slack slack) {
    return new MoveTo(
        bid.at().pool(),
        "Expected to last %.1f h or more at %.0f %% of the price on demand; slack %.2f h."
            .formatted(bid.stintHours(), 100 * bid.at().priceShare(), slack.hours()));
  }

  private static boolean isUp(OnSpot spot, List<SpotPool> pools) {
    return pools.stream()
        .anyMatch(pool -> pool.pool().equals(spot.pool()) && pool.history().isUp());
  }
}
