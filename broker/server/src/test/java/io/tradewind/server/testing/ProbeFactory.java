package io.tradewind.server.testing;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.Arrays;
import java.util.List;

/** Makes {@link Probe}s for the tests that name some; in every other test there are none. */
public final class ProbeFactory implements ProviderFactory {
  @Override
  public String name() {
    return "probe";
  }

  @Override
  public List<Setting> settings() {
    return List.of(new Setting("names", "Names of probes, separated by commas.", "", false));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return context.setting("names").stream()
        .flatMap(names -> Arrays.stream(names.split(",")))
        .map(name -> (Provider) Probe.named(name))
        .toList();
  }
}
