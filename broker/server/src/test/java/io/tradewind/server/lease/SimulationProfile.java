package io.tradewind.server.lease;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Days that pass when the test says so, over a spot cloud by a trace. */
public class SimulationProfile extends CrashProfile {
  static final long SEED = Long.getLong("simulation.seed", 20261121L);

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tradewind.spot-trace.enabled", "true");
    settings.put("tradewind.spot-trace.seed", Long.toString(SEED));
    settings.put("tradewind.scripted.enabled", "false");
    settings.put("tradewind.feed.interval", "1d");
    settings.putAll(CloudCrashProfile.reachable());
    return settings;
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    Set<Class<?>> alternatives = new HashSet<>(super.getEnabledAlternatives());
    alternatives.addAll(Set.of(Simulation.class, NeverEvents.class));
    return alternatives;
  }
}
