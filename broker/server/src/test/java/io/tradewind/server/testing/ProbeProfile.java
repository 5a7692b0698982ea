package io.tradewind.server.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Probes in place of the bundled prices, polled only when a test says so, a mail server that a test
 * opens, and a clock that tests move.
 */
public class ProbeProfile implements QuarkusTestProfile {
  public static final String STEADY = "probe-steady";
  public static final String HANGING = "probe-hanging";
  public static final String THROWING = "probe-throwing";
  public static final String LOSING = "probe-losing";
  public static final String LYING = "probe-lying";

  /** The name under which machines reach the broker. */
  public static final String MACHINES_NAME = "broker.example:8443";

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(MailServer.settings());
    settings.put("tradewind.alerts.look-interval", "100ms");
    settings.putAll(probes());
    return settings;
  }

  private static Map<String, String> probes() {
    return Map.of(
        "tradewind.probe.names", String.join(",", STEADY, HANGING, THROWING, LOSING, LYING),
        "tradewind.catalog.bundled", "false",
        "tradewind.local.site", "false",
        "tradewind.feed.interval", "P1D",
        "tradewind.feed.timeout", "PT0.3S",
        "tradewind.agent.broker-url", "https://" + MACHINES_NAME,
        "tradewind.alerts.allow-private-addresses", "true");
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(TestClock.class);
  }
}
