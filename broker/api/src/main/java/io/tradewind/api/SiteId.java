package io.tradewind.api;

import java.util.UUID;

/** Names one datacentre site. */
public record SiteId(UUID value) {
  public static SiteId parse(String text) {
    return new SiteId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
