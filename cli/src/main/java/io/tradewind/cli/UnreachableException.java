package io.tradewind.cli;

import java.net.URI;

/** No broker answers. */
final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreachableException(URI broker, Throwable cause) {
    super(
        "No broker answers at %s. Is it started, and does TRADEWIND_URL name it?".formatted(broker),
        cause);
  }
}
