package io.tradewind.server.feed;

import io.quarkus.runtime.ShutdownEvent;
import io.tradewind.api.Capability;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.api.SiteDirectory;
import io.tradewind.server.config.AdapterSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Every provider of every adapter on the class path, made once. */
@ApplicationScoped
public class ProviderRegistry {
  private static final Logger LOG = Logger.getLogger(ProviderRegistry.class);

  /** After the pollers, which use the providers. */
  private static final int LATE = 3_000;

  private final Map<ProviderId, Provider> providers;

  ProviderRegistry(AdapterSettings settings, Clock clock, SiteDirectory sites) {
    Map<ProviderId, Provider> made = new TreeMap<>();
    for (ProviderFactory factory :
        ServiceLoader.load(ProviderFactory.class, ProviderRegistry.class.getClassLoader())) {
      ProviderContext context = new Context(factory, settings, clock, sites);
      factory.create(context).forEach(provider -> add(made, factory, provider));
    }
    providers = Collections.unmodifiableMap(made);
  }

  /** The provider that feeds under this name. */
  public Optional<Provider> find(ProviderId feed) {
    return Optional.ofNullable(providers.get(feed));
  }

  /** Whether the provider that feeds under this name claims it. */
  public boolean claims(ProviderId feed, Capability capability) {
    return find(feed).filter(it -> it.capabilities().contains(capability)).isPresent();
  }

  /** In the order of their names. */
  public Collection<Provider> all() {
    return providers.values();
  }

  void close(@Observes @Priority(LATE) ShutdownEvent event) {
    providers.values().forEach(ProviderRegistry::close);
  }

  private static void add(
      Map<ProviderId, Provider> made, ProviderFactory factory, Provider provider) {
    if (made.putIfAbsent(provider.id(), provider) != null) {
      throw new IllegalStateException(
          "Two providers are called %s; the second comes from the adapter %s. Rename one in the settings."
              .formatted(provider.id(), factory.name()));
    }
  }

  private static void close(Provider provider) {
    try {
      provider.close();
    } catch (RuntimeException e) {
      LOG.warnf(e, "The provider %s did not close cleanly.", provider.id());
    }
  }

  private record Context(
      ProviderFactory factory, AdapterSettings values, Clock clock, SiteDirectory sites)
      implements ProviderContext {
    @Override
    public Optional<String> setting(String key) {
      return values.value(factory, key);
    }
  }
}
