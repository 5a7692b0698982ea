package io.tradewind.adapters.shadeform;

import io.tradewind.api.ProviderId;
import java.util.Locale;
import java.util.Map;

/** The names that we know clouds by, where the broker has others. */
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
    String name = cloud.toLowerCase(Locale.ROOT);
    return ProviderId.of(OTHER_NAMES.getOrDefault(name, name));
  }
}
