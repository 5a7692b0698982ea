package io.tradewind.server.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The server's clock in the tests whose profile enables it. */
@Alternative
@Singleton
public class TestClock {
  public static final MutableClock CLOCK = new MutableClock(OfferBuilder.NOON);

  @Produces
  @Singleton
  Clock clock() {
    return CLOCK;
  }
}
