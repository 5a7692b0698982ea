package io.tradewind.adapters.datacenter;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;

/**
 * Makes the one provider of all enrolled sites. It has no settings: the broker's book of sites is
 * its source.
 */
public final class DatacenterFactory implements ProviderFactory {
  @Override
  public String name() {
    return "datacenter";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return List.of(new DatacenterProvider(context.sites()));
  }
}
