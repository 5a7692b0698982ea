package io.tradewind.server.testing;

import java.util.HashMap;
import java.util.Map;

/** A cloud with fresh machines, and the mall, at which they are started with an account. */
public class MallProfile extends CloudProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("tradewind.test-mall.enabled", "true");
    settings.put("tradewind.test-mall.floor", "second");
    return settings;
  }
}
