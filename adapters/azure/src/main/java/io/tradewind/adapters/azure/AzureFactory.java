package io.tradewind.adapters.azure;

import com.azure.core.http.HttpClient;
import io.tradewind.api.AccountKind;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes the subscription's view when a subscription is connected. */
public final class AzureFactory implements ProviderFactory {
  private final Function<Duration, HttpClient> transport;
  private final Pause pause;

  public AzureFactory() {
    this(AzureSession::transport, Pause.REAL);
  }

  /**
   * @param transport the way out, by the longest single call
   */
  AzureFactory(Function<Duration, HttpClient> transport, Pause pause) {
    this.transport = transport;
    this.pause = pause;
  }

  @Override
  public String name() {
    return AzureProvider.ID.value();
  }

  @Override
  public List<Setting> settings() {
    return AzureSettings.declared();
  }

  @Override
  public Optional<AccountKind> account(ProviderContext operator) {
    return Optional.of(AzureAccount.KIND);
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return AzureSettings.of(context)
        .map(settings -> provider(settings, context))
        .<List<Provider>>map(List::of)
        .orElse(List.of());
  }

  private Provider provider(AzureSettings settings, ProviderContext context) {
    AzureSession session = new AzureSession(settings, transport.apply(settings.callLimit()));
    return new AzureProvider(settings, session, context.clock(), pause);
  }
}
