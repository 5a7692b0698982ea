package io.tradewind.server.bill;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One line of a provider's bill.
 *
 * @param line of the file, from 1
 * @param knownBy the same for what says the same but its amount
 * @param tag the lease whose tag it bears
 * @param resource the provider's name of what was used; may be empty
 * @param kind the provider's word: usage, tax, credit
 * @param amount as exact as the provider says
 */
record BillLine(
    long line,
    byte[] knownBy,
    Optional<UUID> tag,
    String resource,
    String kind,
    String description,
    Instant from,
    Instant to,
    BigDecimal amount,
    String currency) {

  /** What could not be read of a file, and why. */
  record Fault(long line, String why) {}

  /** Takes what is read, row by row. */
  interface Sink {
    void line(BillLine line);

    void fault(Fault fault);
  }
}
