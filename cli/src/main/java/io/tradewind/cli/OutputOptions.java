package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** How an answer is written. */
final class OutputOptions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. JSON and YAML are exact.")
  private Format format = Format.table;

  /** Their names are what is typed. */
  enum Format {
    table,
    json,
    yaml
  }

  boolean isTable() {
    return format == Format.table;
  }

  /** Rows as a table, or all of them as they were answered. */
  void list(Terminal terminal, List<JsonNode> rows, Table table, String whenNone)
      throws IOException {
    if (!isTable()) {
      whole(terminal, JsonNodeFactory.instance.arrayNode().addAll(rows));
    } else if (rows.isEmpty()) {
      terminal.err().println(whenNone);
    } else {
      table.lines(rows).forEach(terminal.out()::println);
    }
  }

  /** One answer as it was given. */
  void whole(Terminal terminal, JsonNode answer) throws IOException {
    ObjectMapper mapper = format == Format.yaml ? YAML : JSON;
    terminal
        .out()
        .println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(answer).strip());
  }
}
