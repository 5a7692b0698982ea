package io.tradewind.server.testing;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;

/** Makes the cloud on this machine; none unless a test switches it on. */
public class CloudFactory implements ProviderFactory {
  @Override
  public String name() {
    return "test-cloud";
  }

  @Override
  public List<Setting> settings() {
    return List.of(new Setting("enabled", "true for tests of fresh machines.", "false", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    boolean enabled = context.setting("enabled").map(Boolean::parseBoolean).orElse(false);
    return enabled ? List.of(new TestCloud(context.clock())) : List.of();
  }
}
