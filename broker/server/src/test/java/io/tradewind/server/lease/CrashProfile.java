package io.tradewind.server.lease;

import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.workload.CrashingServices;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Leases that move only when the test takes their steps, with points to die at in between. */
public class CrashProfile extends LeaseProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tradewind.lease.sweep-interval", "1h");
    settings.put("tradewind.lease.workers", "0");
    return settings;
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    Set<Class<?>> alternatives = new HashSet<>(super.getEnabledAlternatives());
    alternatives.addAll(
        Set.of(
            CrashScenario.class,
            CrashingBroker.class,
            CrashingHolds.class,
            CrashingMachines.class,
            CrashingServices.class,
            ScriptedSite.class));
    return alternatives;
  }
}
