package io.tradewind.server.lease;

import io.tradewind.server.testing.LeaseProfile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Engines that run only while the benchmark runs them. */
public class EngineBenchProfile extends LeaseProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tradewind.lease.sweep-interval", "1h");
    return settings;
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    Set<Class<?>> alternatives = new HashSet<>(super.getEnabledAlternatives());
    alternatives.add(StoppedEngine.class);
    return alternatives;
  }
}
