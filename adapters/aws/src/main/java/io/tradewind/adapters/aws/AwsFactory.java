package io.tradewind.adapters.aws;

import io.tradewind.api.AccountKind;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.util.List;
import java.util.Optional;

/** Makes the account's view when an account is connected. */
public final class AwsFactory implements ProviderFactory {
  private final CallPatience patience;

  public AwsFactory() {
    this(CallPatience.STANDARD);
  }

  AwsFactory(CallPatience patience) {
    this.patience = patience;
  }

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public List<Setting> settings() {
    return AwsSettings.declared();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return Optional.of(AwsAccount.kind(operator));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return AwsSettings.of(context)
        .map(settings -> new AwsProvider(settings, context.clock(), patience))
        .<List<Provider>>map(List::of)
        .orElse(List.of());
  }
}
