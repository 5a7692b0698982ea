package io.tradewind.adapters.runpod;

import java.util.List;
import java.util.stream.Collectors;

/** The questions, in GraphQL. */
final class Queries {
  /** How many accelerators a machine is asked for; each is a question of its own. */
  static final List<Integer> COUNTS = List.of(1, 2, 4, 8);

  static final String SITES = query("{ countryCodes dataCenters { id listed } }");

  static final String NAMES = query("{ gpuTypes { id displayName } }");

  private Queries() {}

  /** One question about every kind of accelerator at a place, for each count under its own name. */
  static String stockAt(Site site) {
    String where =
        site.isSecure()
            ? "secureCloud: true, dataCenterId: '%s'"
            : "secureCloud: false, countryCode: '%s'";
    String stock =
        COUNTS.stream()
            .map(
                count -> stock(count, where.formatted(site.name().replaceAll("[^A-Za-z0-9-]", ""))))
            .collect(Collectors.joining(" "));
    return query(
        "{ gpuTypes { id displayName memoryInGb securePrice communityPrice secureSpotPrice"
            + " communitySpotPrice %s } }".formatted(stock));
  }

  static String alias(int count) {
    return "x" + count;
  }

  private static String stock(int count, String where) {
    return "%s: lowestPrice(input: { gpuCount: %d, %s }) { stockStatus minVcpu minMemory }"
        .formatted(alias(count), count, where);
  }

  /** Quotes inside the question are written as apostrophes above, for the sake of the reader. */
  private static String query(String question) {
    return "{\"query\": \"%s\"}".formatted(question.replace("'", "\\\""));
  }
}
