package io.tradewind.server.config;

import io.tradewind.api.AdapterContext;
import io.tradewind.api.AdapterFactory;
import io.tradewind.api.ProviderFactory.Setting;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads what an adapter declared: {@code tradewind.<adapter>.<key>}. */
@ApplicationScoped
public class AdapterSettings {
  private static final String SWITCH = "enabled";
  private static final String UNDECIDED = "auto";
  private static final String CATALOGUES = "tradewind.catalog.files";

  private final Config config;
  private final TradewindConfig own;

  AdapterSettings(Config config, TradewindConfig own) {
    this.config = config;
    this.own = own;
  }

  /**
   * The configured value, else the declared default, else empty. The value {@code auto} of a
   * setting called {@code enabled} is settled here, by {@code tradewind.feed.keyless}.
   *
   * @throws IllegalArgumentException when the adapter did not declare the key
   */
  public Optional<String> value(AdapterFactory factory, String key) {
    var setting = declared(factory, key);
    return config
        .getOptionalValue("tradewind." + factory.name() + "." + key, String.class)
        .or(() -> Optional.ofNullable(setting.defaultValue()))
        .filter(value -> !value.isBlank())
        .map(value -> key.equals(SWITCH) ? settled(value) : value);
  }

  /** What an adapter gets that needs nothing but time and its settings. */
  public AdapterContext context(AdapterFactory factory, Clock clock) {
    return new Context(factory, this, clock);
  }

  private String settled(String wanted) {
    if (!wanted.strip().equalsIgnoreCase(UNDECIDED)) {
      return wanted;
    }
    return switch (own.feed().keyless()) {
      case ON -> "true";
      case OFF -> "false";
      // Whoever brings catalogues has chosen the market.
      case AUTO -> String.valueOf(!isSet(CATALOGUES));
    };
  }

  private boolean isSet(String name) {
    return config.getOptionalValue(name, String.class).stream().anyMatch(text -> !text.isBlank());
  }

  private static Setting declared(AdapterFactory factory, String key) {
    return factory.settings().stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The adapter %s reads the setting %s without declaring it in settings()."
                        .formatted(factory.name(), key)));
  }

  private record Context(AdapterFactory factory, AdapterSettings values, Clock clock)
      implements AdapterContext {
    @Override
    public Optional<String> setting(String key) {
      return values.value(factory, key);
    }
  }
}
