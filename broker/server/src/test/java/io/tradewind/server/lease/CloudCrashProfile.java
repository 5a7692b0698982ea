package io.tradewind.server.lease;

import io.tradewind.server.testing.PackagedProduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Points to die at, over every cloud that an adapter offers among its tests. */
public class CloudCrashProfile extends CrashProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tradewind.loopback.enabled", "true");
    settings.put("tradewind.scripted.enabled", "false");
    settings.putAll(reachable());
    return settings;
  }

  /** Fresh machines are told the broker's address, so it is fixed before the broker starts. */
  static Map<String, String> reachable() {
    try {
      int port = PackagedProduct.freePort();
      return Map.of(
          "quarkus.http.test-port",
          Integer.toString(port),
          "tradewind.agent.broker-url",
          "http://127.0.0.1:" + port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    Set<Class<?>> alternatives = new HashSet<>(super.getEnabledAlternatives());
    alternatives.add(CloudScenario.class);
    return alternatives;
  }
}
