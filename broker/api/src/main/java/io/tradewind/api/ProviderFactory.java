package io.tradewind.api;

import java.util.List;

/** How the server finds who sells. */
public interface ProviderFactory extends AdapterFactory {
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
