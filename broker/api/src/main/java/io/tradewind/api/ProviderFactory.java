package io.tradewind.api;

import java.util.List;

/**
 * How the server finds adapters: a {@link java.util.ServiceLoader} service with a public
 * no-argument constructor.
 *
 * <p>A factory makes no provider when it has nothing to work with, for instance no credentials.
 */
public interface ProviderFactory {
  /**
   * The adapter's name, the prefix of its settings: {@code catalog} reads {@code
   * tradewind.catalog.*}.
   */
  String name();

  /**
   * Every setting the adapter reads. A setting under its prefix that is not declared here stops the
   * start.
   */
  List<Setting> settings();

  /** Called once at start. */
  List<Provider> create(ProviderContext context);

  /**
   * A declared setting. One that is called {@code enabled} may have the default {@code auto}: the
   * server settles it, so that the adapter reads {@code true} or {@code false}.
   *
   * @param key the part after the adapter's prefix, such as {@code files}
   * @param secret whether its value must never be shown
   */
  record Setting(String key, String meaning, String defaultValue, boolean secret) {}
}
