package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a workload would run. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = "Says where a workload would run, what it would cost and emit, and why.")
final class PreviewCommand extends BrokerCommand {
  @Mixin private final SpecFile file = new SpecFile();

  @Option(names = "--explain", description = "With every reason, and what to relax.")
  private boolean explain;

  PreviewCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Broker broker) throws IOException {
    JsonNode placement = file.post(broker, terminal, "placements/preview", Map.of()).body();
    if (output.isTable()) {
      new Explanation(terminal.out()).tell(placement, explain);
    } else {
      output.whole(terminal, placement);
    }
    return placement.path("outcome").asText().equals("placed") ? 0 : Terminal.REFUSED;
  }
}
