package io.tradewind.server.agent;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The {@code Date} header, by which an agent whose clock is wrong signs its next assertion. */
final class BrokerDate {
  private BrokerDate() {}

  static String of(Clock clock) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
  }
}
