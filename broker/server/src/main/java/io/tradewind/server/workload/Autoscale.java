package io.tradewind.server.workload;

import io.tradewind.matcher.workload.Scaling;
import io.tradewind.matcher.workload.Service;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

/**
 * How many replicas a service's load asks for. A function of what it is given alone, so that it may
 * be asked as often as one likes.
 *
 * @param why one sentence
 */
record Autoscale(int replicas, String why) {

  /**
   * More come when more were wanted all through {@code upDelay}, and fewer stay when fewer were all
   * through {@code downDelay}: the least and the most of a window. Who has none is woken at once.
   *
   * @param load the newest reading
   * @param past what earlier readings wanted
   * @param current how many are wanted so far
   */
  static Autoscale of(Service service, double load, LoadHistory past, int current, Instant now) {
    Scaling scaling = service.scaling().orElseThrow();
    int wanted = wanted(service, load);
    return new Autoscale(
        service.within(steady(scaling, wanted, past, current, now)), why(scaling, load, wanted));
  }

  /** What this load asks for within the file's bounds, were it to stay. */
  static int wanted(Service service, double load) {
    return service.within(service.scaling().orElseThrow().replicasFor(load));
  }

  private static int steady(
      Scaling scaling, int wanted, LoadHistory past, int current, Instant now) {
    if (current == 0) {
      return wanted;
    }
    Instant grown = now.minus(scaling.upDelay());
    int up = past.reaches(grown) ? past.least(grown, wanted) : current;
    if (up > current) {
      return up;
    }
    Instant shrunk = now.minus(scaling.downDelay());
    return past.reaches(shrunk) ? Math.min(current, past.most(shrunk, wanted)) : current;
  }

  private static String why(Scaling scaling, double load, int wanted) {
    return switch (scaling.metric()) {
      case RATE ->
          "%s requests a second, %s for each replica: %d."
              .formatted(plain(load), plain(scaling.target()), wanted);
      case QUEUE ->
          "%s wait, %s for each replica: %d."
              .formatted(plain(load), plain(scaling.target()), wanted);
    };
  }

  private static String plain(double number) {
    return new BigDecimal(number, new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
