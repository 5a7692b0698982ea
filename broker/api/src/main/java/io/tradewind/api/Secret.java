package io.tradewind.api;

/**
 * Text that must never be seen: it prints as dots, so that a log, an event or an exception cannot
 * carry it.
 */
public final class Secret {
  private final String value;

  public Secret(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("A secret is blank. Maybe its key is not set.");
    }
    this.value = value;
  }

  /** The text itself, for the one call that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "••••";
  }
}
