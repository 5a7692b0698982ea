package io.tradewind.server.testing;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;

/** Makes the spot cloud of simulated days; none unless a test switches it on. */
public class TraceFactory implements ProviderFactory {
  private static volatile List<TraceProvider> made = List.of();

  /** Of the broker that was started last. */
  public static TraceProvider made() {
    return made.get(0);
  }

  @Override
  public String name() {
    return "spot-trace";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting("enabled", "true for simulated days.", "false", false),
        new Setting("seed", "Of everything that goes wrong.", "1", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    boolean enabled = context.setting("enabled").map(Boolean::parseBoolean).orElse(false);
    long seed = context.setting("seed").map(Long::parseLong).orElse(1L);
    made = enabled ? List.of(new TraceProvider(context.clock(), seed)) : List.of();
    return List.copyOf(made);
  }
}
