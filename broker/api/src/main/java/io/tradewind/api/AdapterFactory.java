package io.tradewind.api;

import java.util.List;

/**
 * What all adapters have in common: a name, and settings below it. Each kind is a {@link
 * java.util.ServiceLoader} service with a public no-argument constructor.
 *
 * <p>A factory makes nothing when it has nothing to work with, for instance no credentials.
 */
public interface AdapterFactory {
  /**
   * The adapter's name, the prefix of its settings: {@code catalog} reads {@code
   * tradewind.catalog.*}.
   */
  String name();

  /**
   * Every setting the adapter reads. A setting under its prefix that is not declared here stops the
   * start.
   */
  List<ProviderFactory.Setting> settings();
}
