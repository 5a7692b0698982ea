package io.tradewind.server.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** Providers by script and a clock that can be moved, for tests of what happens to leases. */
public class LeaseProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tradewind.scripted.enabled", "true",
        "tradewind.catalog.bundled", "false",
        "tradewind.local.site", "false",
        "tradewind.lease.sweep-interval", "200ms",
        "tradewind.feed.keyless", "off",
        "tradewind.mcp.writes", "true",
        // Where nobody answers: a test tells what was measured.
        "tradewind.sites.landmarks", "aws/eu-west-1=127.0.0.1:9,aws/us-east-1=127.0.0.1:9",
        "tradewind.tracking.inside-hosts", "127.0.0.1");
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(MovableClock.class, Town.class);
  }
}
