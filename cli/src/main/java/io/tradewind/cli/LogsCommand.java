package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A workload's output. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Writes a workload's output. A broken connection goes on where it broke.")
final class LogsCommand extends WorkloadCommand {
  private static final String PAGE = "1000";

  @Option(
      names = {"-f", "--follow"},
      description = "Until the workload ends.")
  private boolean follow;

  LogsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Broker broker, String path) throws IOException {
    if (follow) {
      new EventStream(broker, path + "/logs").read(this::tell);
      return 0;
    }
    String after = "";
    do {
      JsonNode page =
          broker.get(
              path + "/logs",
              after.isEmpty() ? Map.of("limit", PAGE) : Map.of("limit", PAGE, "after", after));
      page.path("items").forEach(this::tell);
      after = page.path("nextCursor").asText("");
    } while (!after.isEmpty() && !after.equals("null"));
    return 0;
  }

  private void tell(JsonNode line) {
    terminal.out().println(output.isTable() ? Lines.of(line) : line.toString());
  }
}
