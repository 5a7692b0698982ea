package io.tradewind.matcher.spot;

import java.util.Arrays;

/**
 * What nobody can undercut, in hours on demand, who knows the trace in advance.
 *
 * @param changeoverHours paid, and without work, after every start
 */
public record Clairvoyant(SpotTrace trace, double share, double changeoverHours) {
  private static final int ROUNDS = 16;

  /** Spot wherever any pool is up, on demand for what is left, and changes for nothing. */
  public double withoutChangeovers(int start, double workHours, double deadlineHours) {
    int steps = (int) Math.ceil(deadlineHours / trace.stepHours());
    int any = 0;
    for (int i = start; i < start + steps; i++) {
      any += isAnyUp(i) ? 1 : 0;
    }
    double spot = Math.min(workHours, any * trace.stepHours());
    return share * spot + (workHours - spot);
  }

  private boolean isAnyUp(int step) {
    for (boolean[] pool : trace.up()) {
      if (pool[step]) {
        return true;
      }
    }
    return false;
  }

  /**
   * With changeovers: the Lagrangian dual {@code max over m of min over paths of cost + m × (work −
   * done)}. For each price {@code m} of an hour of work a dynamic program over (step, machine, age)
   * finds the cheapest path, so every value is a lower bound; bisection on {@code m} finds the
   * best.
   */
  public double withChangeovers(int start, double workHours, double deadlineHours) {
    int end = start + (int) Math.ceil(deadlineHours / trace.stepHours());
    double low = share;
    double high = 4;
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double price = (low + high) / 2;
      Cheapest path = new Cheapest(price);
      for (int i = end - 1; i >= start; i--) {
        path.stepBack(i);
      }
      best = Math.max(best, path.idle + price * workHours);
      if (path.idleWork < workHours) {
        low = price;
      } else {
        high = price;
      }
    }
    return best;
  }

  /** The least of cost − price × work from a step on, and the work done in it. */
  private final class Cheapest {
    private final double price;
    private final int machines = trace.up().length + 1;
    private final int starting = (int) (changeoverHours / trace.stepHours());
    private final int ages = starting + 2;
    private double[] value = new double[machines * ages];
    private double[] work = new double[machines * ages];
    private double[] value2 = new double[machines * ages];
    private double[] work2 = new double[machines * ages];
    private double idle;
    private double idleWork;

    Cheapest(double price) {
      this.price = price;
    }

    void stepBack(int step) {
      double away = idle;
      double awayWork = idleWork;
      Arrays.fill(value2, Double.POSITIVE_INFINITY);
      for (int machine = 0; machine < machines; machine++) {
        if (machine < machines - 1 && !trace.up()[machine][step]) {
          continue;
        }
        for (int age = 0; age < ages; age++) {
          stay(machine, age);
        }
        int fresh = machine * ages;
        if (value2[fresh] < away) {
          away = value2[fresh];
          awayWork = work2[fresh];
        }
      }
      for (int i = 0; i < value2.length; i++) {
        if (!(value2[i] < away)) {
          value2[i] = away;
          work2[i] = awayWork;
        }
      }
      swap();
      idle = away;
      idleWork = awayWork;
    }

    private void stay(int machine, int age) {
      double hours = trace.stepHours();
      double done =
          age < starting ? 0 : age > starting ? hours : hours * (starting + 1) - changeoverHours;
      double cost = (machine == machines - 1 ? 1 : share) * hours;
      int here = machine * ages + age;
      int next = machine * ages + Math.min(ages - 1, age + 1);
      value2[here] = cost - price * done + value[next];
      work2[here] = done + work[next];
    }

    private void swap() {
      double[] v = value;
      double[] w = work;
      value = value2;
      work = work2;
      value2 = v;
      work2 = w;
    }
  }
}
