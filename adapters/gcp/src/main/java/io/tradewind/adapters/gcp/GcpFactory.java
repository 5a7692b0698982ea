package io.tradewind.adapters.gcp;

import io.tradewind.api.AccountKind;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;
import java.util.Optional;

/** Makes the provider when an account, or a key for the price list, is connected. */
public final class GcpFactory implements ProviderFactory {
  @Override
  public String name() {
    return GcpProvider.ID.value();
  }

  @Override
  public List<Setting> settings() {
    return GcpSettings.declared();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return Optional.of(GcpAccount.KIND);
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return GcpSettings.of(context)
        .map(settings -> GcpProvider.connect(settings, context.clock()))
        .<List<Provider>>map(List::of)
        .orElse(List.of());
  }
}
