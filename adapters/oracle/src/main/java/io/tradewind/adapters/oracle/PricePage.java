package io.tradewind.adapters.oracle;

import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.RefusedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page of the price list: its accelerated products, and the link to what follows.
 *
 * @param products one for each row of the list about accelerators, readable or not
 */
record PricePage(List<Product> products, Optional<String> next) {
  private static final String CATEGORY = "Compute - GPU";

  static PricePage read(JsonReply reply) throws IOException, RefusedRow {
    List<Product> products = new ArrayList<>();
    Json rest =
        reply.each(
            "items",
            item -> {
              if (item.optionalText("serviceCategory").equals(Optional.of(CATEGORY))) {
                products.add(Product.of(item));
              }
            });
    return new PricePage(List.copyOf(products), next(rest));
  }

  private static Optional<String> next(Json reply) throws RefusedRow {
    if (!reply.optionalFlag("hasMore").orElse(false)) {
      return Optional.empty();
    }
    for (Json link : reply.items("links")) {
      if (link.text("rel").equals("next")) {
        return Optional.of(link.text("href"));
      }
    }
    throw RefusedRow.malformed("there is more, but no link to it");
  }
}
