package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Tells of a placement: what, why, why not the others, and what to relax. */
final class Explanation {
  private final PrintWriter out;

  Explanation(PrintWriter out) {
    this.out = out;
  }

  private static final Table CANDIDATES =
      new Table()
          .text("PROVIDER", it -> Text.of(it.path("offer"), "provider"))
          .text("REGION", it -> Text.of(it.path("offer"), "region"))
          .text("INSTANCE", it -> Text.of(it.path("offer"), "instanceType"))
          .text("CAPACITY", it -> Text.of(it.path("offer"), "capacityType"))
          .figure("PRICE/H", it -> Text.money(it.path("pricePerHour")))
          .figure("RUN", it -> Text.money(it.path("cost").path("total")))
          .figure("gCO2e", it -> Text.number(it.path("carbon").path("totalGrams"), 1))
          .figure("RTT ms", it -> Text.number(it.path("roundTrip").path("milliseconds"), 0))
          .text("WHY", it -> Text.of(it, "why"));

  /**
   * @param whole with every reason, rather than the choice and the next ones
   */
  void tell(JsonNode placement, boolean whole) {
    List<JsonNode> candidates = new ArrayList<>();
    if (placement.hasNonNull("choice")) {
      candidates.add(placement.path("choice"));
    }
    placement.path("runnersUp").forEach(candidates::add);
    if (candidates.isEmpty()) {
      out.println(
          "Nothing fits: %s offers were considered.".formatted(Text.of(placement, "considered")));
    } else {
      CANDIDATES.lines(candidates).forEach(out::println);
    }
    if (whole || candidates.isEmpty()) {
      reasons(placement);
    }
  }

  private void reasons(JsonNode placement) {
    placement.path("explanation").forEach(it -> out.println(Text.plain(it.asText())));
    for (JsonNode rejection : placement.path("rejections")) {
      out.println(
          "  %6s  %s"
              .formatted(Text.of(rejection, "count"), Text.plain(Text.of(rejection, "text"))));
    }
    for (JsonNode miss : placement.path("nearestMisses")) {
      out.println("  To relax: " + Text.plain(Text.of(miss, "advice")));
    }
  }
}
