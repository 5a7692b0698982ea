package io.tradewind.matcher.spot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A trace as the policy sees it, every pool at every step, and runs of tasks in it. */
public final class SpotWorld {
  private final SpotTrace trace;
  private final double share;
  private final Duration changeover;
  private final List<List<SpotPool>> seen = new ArrayList<>();

  /** What a run came to: cost in hours on demand. */
  public record Run(double cost, boolean missed, int starts, double onDemandHours) {}

  public SpotWorld(SpotTrace trace, double share, Duration changeover) {
    this.trace = trace;
    this.share = share;
    this.changeover = changeover;
    List<UptimeHistory> histories = new ArrayList<>();
    trace.pools().forEach(pool -> histories.add(UptimeHistory.UNSEEN));
    for (int i = 0; i < trace.steps(); i++) {
      List<SpotPool> now = new ArrayList<>();
      for (int p = 0; p < histories.size(); p++) {
        histories.set(p, histories.get(p).seen(trace.up()[p][i], trace.step()));
        now.add(new SpotPool(trace.pools().get(p), share, histories.get(p)));
      }
      seen.add(List.copyOf(now));
    }
  }

  /** A task of so much work, begun at step {@code start}; the past before it is known. */
  public Run run(int start, Duration work, Duration deadline) {
    return new Task(work, deadline).from(start);
  }

  private final class Task {
    private final Duration deadline;
    private Duration work;
    private Duration now = Duration.ZERO;
    private SpotPosition position = SpotPosition.Idle.JUST_NOW;
    private double cost;
    private double onDemand;
    private int starts;

    Task(Duration work, Duration deadline) {
      this.work = work;
      this.deadline = deadline;
    }

    Run from(int start) {
      for (int i = start; !work.isZero(); i++) {
        List<SpotPool> pools = seen.get(i);
        lose(pools);
        Duration left = deadline.minus(now);
        SpotTask task = new SpotTask(work, left, changeover, trace.step());
        obey(SpotPolicy.next(task, position, pools));
        live();
      }
      return new Run(cost, now.compareTo(deadline) > 0, starts, onDemand);
    }

    private void lose(List<SpotPool> pools) {
      if (position instanceof SpotPosition.OnSpot spot
          && pools.stream().anyMatch(p -> p.pool().equals(spot.pool()) && !p.history().isUp())) {
        position = SpotPosition.Idle.JUST_NOW;
      }
    }

    private void obey(SpotMove move) {
      if (move instanceof SpotMove.MoveTo to) {
        position = new SpotPosition.OnSpot(to.pool(), changeover);
        starts++;
      } else if (move instanceof SpotMove.GoOnDemand) {
        position = new SpotPosition.OnDemand(changeover);
        starts++;
      }
    }

    /** One step of time, or less when the work ends in it. */
    private void live() {
      if (position instanceof SpotPosition.Idle idle) {
        position = new SpotPosition.Idle(idle.waited().plus(trace.step()));
        now = now.plus(trace.step());
        return;
      }
      Duration starting = least(position.startingUp(), trace.step());
      Duration done = least(work, trace.step().minus(starting));
      Duration paid = starting.plus(done);
      Duration stillStarting = position.startingUp().minus(starting);
      boolean spot = position instanceof SpotPosition.OnSpot;
      cost += (spot ? share : 1) * Hours.of(paid);
      onDemand += spot ? 0 : Hours.of(paid);
      work = work.minus(done);
      now = now.plus(paid);
      position =
          position instanceof SpotPosition.OnSpot on
              ? new SpotPosition.OnSpot(on.pool(), stillStarting)
              : new SpotPosition.OnDemand(stillStarting);
    }
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
