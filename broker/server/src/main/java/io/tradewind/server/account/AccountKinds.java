package io.tradewind.server.account;

import io.tradewind.api.AccountKind;
import io.tradewind.api.Capability;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderFactory.Setting;
import io.tradewind.api.ProviderId;
import io.tradewind.api.SiteDirectory;
import io.tradewind.server.config.AdapterSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.UUID;

/** Sellers with whom an account can be connected, and the making of a provider for one. */
@ApplicationScoped
class AccountKinds {
  private final Map<ProviderId, Maker> makers = new TreeMap<>();
  private final AdapterSettings settings;
  private final Installation installation;
  private final SiteDirectory sites;
  private final Clock clock;

  AccountKinds(
      AdapterSettings settings, Installation installation, SiteDirectory sites, Clock clock) {
    this.settings = settings;
    this.installation = installation;
    this.sites = sites;
    this.clock = clock;
    for (ProviderFactory factory :
        ServiceLoader.load(ProviderFactory.class, AccountKinds.class.getClassLoader())) {
      factory.account(operator(factory)).ifPresent(kind -> add(factory, kind));
    }
  }

  private record Maker(ProviderFactory factory, AccountKind kind) {}

  Collection<AccountKind> all() {
    return makers.values().stream().map(Maker::kind).toList();
  }

  Optional<AccountKind> find(ProviderId seller) {
    return Optional.ofNullable(makers.get(seller)).map(Maker::kind);
  }

  /**
   * The seller as one account sees it. Whoever gets it closes it.
   *
   * @param values of the account's settings, secrets included
   * @throws IllegalArgumentException where they do not make an account, in the adapter's words
   */
  Provider make(ProviderId seller, UUID organization, Map<String, String> values) {
    Maker maker = makers.get(seller);
    if (maker == null) {
      throw new IllegalArgumentException(
          "This broker runs without the adapter for %s.".formatted(seller));
    }
    List<Provider> made =
        maker.factory().create(new AccountContext(maker, organization, Map.copyOf(values)));
    if (made.size() == 1 && made.get(0).capabilities().contains(Capability.PROVISION)) {
      return made.get(0);
    }
    made.forEach(Provider::close);
    throw new IllegalArgumentException(
        "These settings connect no account at %s: credentials are missing."
            .formatted(maker.kind().title()));
  }

  private void add(ProviderFactory factory, AccountKind kind) {
    List<String> declared = factory.settings().stream().map(Setting::key).toList();
    kind.fields().stream()
        .map(AccountKind.Field::key)
        .filter(key -> !declared.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalStateException(
                  "The adapter %s asks accounts for %s without declaring it in settings()."
                      .formatted(factory.name(), key));
            });
    if (makers.putIfAbsent(kind.seller(), new Maker(factory, kind)) != null) {
      throw new IllegalStateException(
          "Two adapters connect accounts at %s; the second is %s."
              .formatted(kind.seller(), factory.name()));
    }
  }

  private ProviderContext operator(ProviderFactory factory) {
    return new Context(sites, clock) {
      @Override
      public Optional<String> setting(String key) {
        return settings.value(factory, key);
      }
    };
  }

  private abstract static class Context implements ProviderContext {
    private final SiteDirectory sites;
    private final Clock clock;

    Context(SiteDirectory sites, Clock clock) {
      this.sites = sites;
      this.clock = clock;
    }

    @Override
    public SiteDirectory sites() {
      return sites;
    }

    @Override
    public Clock clock() {
      return clock;
    }
  }

  /** The account's own values; of the operator's only what is inherited; else the defaults. */
  private final class AccountContext extends Context {
    private final Maker maker;
    private final AccountKind.Names names;
    private final Map<String, String> values;

    private AccountContext(Maker maker, UUID organization, Map<String, String> values) {
      super(AccountKinds.this.sites, AccountKinds.this.clock);
      this.maker = maker;
      this.names = installation.names(organization);
      this.values = values;
    }

    @Override
    public Optional<String> setting(String key) {
      AccountKind kind = maker.kind();
      if (key.equals(kind.mark())) {
        return Optional.of(names.broker());
      }
      if (kind.externalId().filter(key::equals).isPresent()) {
        return Optional.of(names.externalId());
      }
      if (values.containsKey(key)) {
        return Optional.ofNullable(values.get(key));
      }
      return kind.inherited().contains(key)
          ? settings.value(maker.factory(), key)
          : declaredDefault(key);
    }

    private Optional<String> declaredDefault(String key) {
      return maker.factory().settings().stream()
          .filter(setting -> setting.key().equals(key))
          .map(Setting::defaultValue)
          .filter(value -> !value.isBlank())
          .findFirst();
    }
  }
}
