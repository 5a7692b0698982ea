package io.tradewind.adapters.aws;

import io.tradewind.rest.RefusedRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Zone ids by the account's own zone names: {@code us-east-1a} is another place in another account,
 * {@code use1-az4} is the same for everybody.
 */
record ZoneIds(Map<String, String> byName) {
  ZoneIds {
    byName = Map.copyOf(byName);
  }

  /**
   * @param id where the row tells it
   * @param name where it does not
   */
  String of(@Nullable String id, @Nullable String name) throws RefusedRow {
    if (id != null) {
      return id;
    }
    String known = name == null ? null : byName.get(name);
    if (known == null) {
      throw RefusedRow.malformed(
          "the zone is '%s'; expected one of %s".formatted(name, byName.keySet()));
    }
    return known;
  }
}
