package io.tradewind.adapters.aws;

import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.RefusedRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The spot prices behind AWS's own price page: one a region and type, without zones. The prices are
 * kept as the texts that they are, such as {@code "N/A*"}.
 *
 * @param prices by region, then by instance type
 */
record SpotFeed(Map<String, Map<String, String>> prices) {
  static final SpotFeed EMPTY = new SpotFeed(Map.of());

  /** Regions older than the present naming keep the page's first names. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "us-east", "us-east-1",
          "us-west", "us-west-1",
          "eu-ireland", "eu-west-1",
          "apac-sin", "ap-southeast-1",
          "apac-syd", "ap-southeast-2",
          "apac-tokyo", "ap-northeast-1");

  SpotFeed {
    prices = Map.copyOf(prices);
  }

  static SpotFeed read(JsonReply reply) throws IOException, RefusedRow {
    Map<String, Map<String, String>> prices = new HashMap<>();
    for (Json region : reply.whole().object("config").items("regions")) {
      String name = region.text("region");
      Map<String, String> byType =
          prices.computeIfAbsent(ALIASES.getOrDefault(name, name), it -> new HashMap<>());
      for (Json family : region.items("instanceTypes")) {
        for (Json size : family.items("sizes")) {
          linuxPrice(size).ifPresent(price -> byType.put(label(size), price));
        }
      }
    }
    return new SpotFeed(prices);
  }

  /** Empty when the page shows that there is none. */
  Optional<String> price(String region, String type) {
    return Optional.ofNullable(prices.getOrDefault(region, Map.of()).get(type))
        .filter(text -> !text.startsWith("N/A"));
  }

  private static String label(Json size) {
    return size.label("size");
  }

  private static Optional<String> linuxPrice(Json size) throws RefusedRow {
    size.text("size");
    for (Json column : size.items("valueColumns")) {
      if (column.text("name").equals("linux")) {
        return column.object("prices").optionalText("USD");
      }
    }
    return Optional.empty();
  }
}
