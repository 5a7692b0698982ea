package io.tradewind.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about one workload. */
abstract class WorkloadCommand extends BrokerCommand {
  @Parameters(
      paramLabel = "WORKLOAD",
      description = "Its id, the beginning of it, or its name: the newest of that name.")
  private @Nullable String named;

  WorkloadCommand(Terminal terminal) {
    super(terminal);
  }

  /**
   * @param path of the workload in the API
   */
  abstract int run(Broker broker, String path) throws IOException;

  @Override
  final int run(Broker broker) throws IOException {
    return run(
        broker,
        "workloads/" + Workloads.find(broker, java.util.Objects.requireNonNull(named).strip()));
  }
}
