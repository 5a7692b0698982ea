package io.tradewind.server.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** A cloud with fresh machines, which reach the broker at the address that it has in this test. */
public class CloudProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    int port;
    try {
      port = PackagedProduct.freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "quarkus.http.test-port", Integer.toString(port),
        "tradewind.agent.broker-url", "http://127.0.0.1:" + port,
        "tradewind.test-cloud.enabled", "true",
        "tradewind.test-mall.enabled", "true",
        "tradewind.test-mall.floor", "second",
        "tradewind.catalog.bundled", "false",
        "tradewind.local.site", "false",
        "tradewind.lease.sweep-interval", "200ms",
        "tradewind.feed.keyless", "off");
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(MovableClock.class, Town.class);
  }
}
