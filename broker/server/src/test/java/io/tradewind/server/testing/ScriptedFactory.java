package io.tradewind.server.testing;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;

/** Makes the provider that tests write the script of; none unless a test switches it on. */
public class ScriptedFactory implements ProviderFactory {
  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public List<Setting> settings() {
    return List.of(new Setting("enabled", "true for tests of leases.", "false", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    boolean enabled = context.setting("enabled").map(Boolean::parseBoolean).orElse(false);
    return enabled ? List.of(new ScriptedProvider(context.clock())) : List.of();
  }
}
