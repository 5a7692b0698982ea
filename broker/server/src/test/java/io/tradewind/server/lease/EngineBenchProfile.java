package io.tradewind.server.lease;

import io.tradewind.server.testing.LeaseProfile;
import java.util.HashMap;
import java.util.Map;

/** Engines that run only while the benchmark runs them. */
public class EngineBenchProfile extends LeaseProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tradewind.lease.sweep-interval", "1h");
    settings.put("tradewind.lease.workers", "0");
    return settings;
  }
}
