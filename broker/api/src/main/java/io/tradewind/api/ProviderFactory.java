package io.tradewind.api;

import java.util.List;
import java.util.Optional;

/** How the server finds who sells. */
public interface ProviderFactory extends AdapterFactory {
  /** Called once at start. */
  List<Provider> create(ProviderContext context);

  /**
   * How an organization connects an account of its own; empty where machines cannot be started
   * through one.
   *
   * @param operator the operator's own settings
   */
  default Optional<AccountKind> account(ProviderContext operator) {
    return Optional.empty();
  }

  /**
   * A declared setting. One that is called {@code enabled} may have the default {@code auto}: the
   * server settles it, so that the adapter reads {@code true} or {@code false}.
   *
   * @param key the part after the adapter's prefix, such as {@code files}
   * @param secret whether its value must never be shown
   */
  record Setting(String key, String meaning, String defaultValue, boolean secret) {}
}
