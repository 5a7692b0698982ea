package io.tradewind.server.config;

import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderFactory.Setting;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads what an adapter declared: {@code tradewind.<adapter>.<key>}. */
@ApplicationScoped
public class AdapterSettings {
  private final Config config;

  AdapterSettings(Config config) {
    this.config = config;
  }

  /**
   * The configured value, else the declared default, else empty.
   *
   * @throws IllegalArgumentException when the adapter did not declare the key
   */
  public Optional<String> value(ProviderFactory factory, String key) {
    var setting = declared(factory, key);
    return config
        .getOptionalValue("tradewind." + factory.name() + "." + key, String.class)
        .or(() -> Optional.ofNullable(setting.defaultValue()))
        .filter(value -> !value.isBlank());
  }

  private static Setting declared(ProviderFactory factory, String key) {
    return factory.settings().stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The adapter %s reads the setting %s without declaring it in settings()."
                        .formatted(factory.name(), key)));
  }
}
