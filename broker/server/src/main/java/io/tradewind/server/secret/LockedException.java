package io.tradewind.server.secret;

/** A sealed value cannot be opened here. Its message holds nothing of the value. */
public final class LockedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LockedException(String message) {
    super(message);
  }
}
