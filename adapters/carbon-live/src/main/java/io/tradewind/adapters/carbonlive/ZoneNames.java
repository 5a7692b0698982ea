package io.tradewind.adapters.carbonlive;

import io.tradewind.api.AdapterContext;
import io.tradewind.api.GridZone;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A source's names of places and our grid zones: {@code DE,US-CAL-CISO=US-CISO}. Without an equals
 * sign both are the same.
 */
public final class ZoneNames {
  private ZoneNames() {}

  /** From a declared setting, in its order; empty when it is not set. */
  public static Map<String, GridZone> of(AdapterContext context, String adapter, String key) {
    Map<String, GridZone> zones = new LinkedHashMap<>();
    for (String entry : context.setting(key).orElse("").split(",")) {
      if (entry.isBlank()) {
        continue;
      }
      String[] names = entry.strip().split("=", 2);
      String theirs = names[0].strip();
      String ours = names.length == 1 ? theirs : names[1].strip();
      if (theirs.isEmpty() || ours.isEmpty()) {
        throw new IllegalArgumentException(
            "The setting tradewind.%s.%s holds '%s'. Write their name, an equals sign and our grid zone: NAME=ZONE."
                .formatted(adapter, key, entry.strip()));
      }
      zones.put(theirs, new GridZone(ours));
    }
    return zones;
  }
}
