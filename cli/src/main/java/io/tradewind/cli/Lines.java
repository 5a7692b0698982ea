package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A line of output, and a state that was reached, as they are shown. */
final class Lines {
  private Lines() {}

  /** As the machine wrote it, behind its node where there are several. */
  static String of(JsonNode line) {
    String text = line.path("line").asText();
    return line.hasNonNull("node") ? "[node %s] %s".formatted(Text.of(line, "node"), text) : text;
  }

  static String happening(JsonNode event) {
    return "%s  %s  %s"
        .formatted(
            Text.moment(event, "at"), Text.of(event, "type"), Text.plain(Text.of(event, "detail")));
  }
}
