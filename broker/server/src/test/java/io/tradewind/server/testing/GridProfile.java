package io.tradewind.server.testing;

import java.util.HashMap;
import java.util.Map;

/** Beside the probes of offers three of carbon, asked only when a test says so. */
public class GridProfile extends ProbeProfile {
  public static final String STEADY = "grid-steady";
  public static final String HANGING = "grid-hanging";
  public static final String FAILING = "grid-failing";

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tradewind.grid-probe.names", String.join(",", STEADY, HANGING, FAILING));
    settings.put("tradewind.carbon.interval", "P1D");
    settings.put("tradewind.carbon.timeout", "PT0.3S");
    return settings;
  }
}
