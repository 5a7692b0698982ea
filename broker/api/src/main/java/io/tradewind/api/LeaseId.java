package io.tradewind.api;

import java.util.UUID;

/** Names one lease, and every resource that is tagged for it. */
public record LeaseId(UUID value) {
  public static LeaseId parse(String text) {
    return new LeaseId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
