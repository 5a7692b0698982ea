package io.tradewind.adapters.primeintellect;

import io.tradewind.api.ProviderId;
import java.util.Locale;
import java.util.Map;

/** The names that we know clouds by, where Prime Intellect has others. */
final class Sellers {
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "lambdalabs", "lambda",
          "datacrunch", "verda",
          "digitalocean", "do",
          "oracle", "oci",
          "google", "gcp");

  private Sellers() {}

  static ProviderId of(String cloud) {
    String name = cloud.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    return ProviderId.of(OTHER_NAMES.getOrDefault(name, name));
  }
}
