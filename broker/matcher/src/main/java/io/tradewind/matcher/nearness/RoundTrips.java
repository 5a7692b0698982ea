package io.tradewind.matcher.nearness;

/** What is known of round trips. Immutable. Symmetric: there and back is back and there. */
public final class RoundTrips {
  /** Knows no measurement. */
  public static final RoundTrips BY_DISTANCE = new RoundTrips();

  private RoundTrips() {}

  public Estimate between(End from, End to) {
    double network = Distance.milliseconds(from.point(), to.point());
    return new Estimate(
        network + from.accessMilliseconds() + to.accessMilliseconds(), false, Distance.SOURCE);
  }
}
