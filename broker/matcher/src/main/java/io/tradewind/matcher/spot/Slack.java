package io.tradewind.matcher.spot;

/**
 * What a task can still afford, in hours.
 *
 * @param hours time left − work left − what the present machine still needs to start
 */
record Slack(double hours, double work, double changeover, double step) {
  private static final int STEPS_UNSEEN = 2;

  static Slack of(SpotTask task, SpotPosition position) {
    double work = Hours.of(task.work());
    return new Slack(
        Hours.of(task.left()) - work - Hours.of(position.startingUp()),
        work,
        Hours.of(task.changeover()),
        Hours.of(task.step()));
  }

  /** Beyond a changeover to spot, one to on-demand, and the steps between looks. */
  double toSpend() {
    return hours - 2 * changeover - STEPS_UNSEEN * step;
  }

  boolean allowsSpot() {
    return toSpend() >= 0;
  }

  boolean allowsWaiting() {
    return hours > changeover + STEPS_UNSEEN * step;
  }
}
