package io.tradewind.cli;

import java.io.IOException;
import picocli.CommandLine.Command;

/** Ends a workload. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Ends a workload and its machines. To cancel what has ended does no harm.")
final class CancelCommand extends WorkloadCommand {
  CancelCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Broker broker, String path) throws IOException {
    broker.change("POST", path + "/cancel");
    if (output.isTable()) {
      terminal.err().println("It is " + Text.of(broker.get(path), "state") + ".");
    } else {
      output.whole(terminal, broker.get(path));
    }
    return 0;
  }
}
