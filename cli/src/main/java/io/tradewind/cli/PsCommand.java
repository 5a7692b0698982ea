package io.tradewind.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The workloads, the newest first. */
@Command(
    name = "ps",
    mixinStandardHelpOptions = true,
    description = "Lists workloads, the newest first, with what they have cost and emitted.")
final class PsCommand extends BrokerCommand {
  @Option(names = "--state", description = "Only these, such as running.")
  private @Nullable String state;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "20",
      description = "At most so many; default ${DEFAULT-VALUE}.")
  private int limit;

  PsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Broker broker) throws IOException {
    Map<String, String> query = new HashMap<>();
    if (state != null) {
      query.put("state", state);
    }
    output.list(
        terminal,
        broker.list("workloads", query, limit),
        new Table()
            .text("ID", it -> Text.of(it, "id"))
            .text("NAME", it -> Text.of(it, "name"))
            .text("STATE", it -> Text.of(it, "state"))
            .text("WHERE", it -> Text.of(it.path("lease"), "region"))
            .text("CREATED", it -> Text.moment(it, "createdAt"))
            .figure("COST", it -> Text.moneys(it.path("costs")))
            .figure("gCO2e", it -> Text.number(it.path("carbonGrams"), 2)),
        "There is no workload. tradewind apply -f FILE runs one.");
    return 0;
  }
}
