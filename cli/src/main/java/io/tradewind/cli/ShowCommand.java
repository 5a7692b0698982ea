package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One workload. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Tells of one workload: its state, every attempt with its reason, cost and grams.")
final class ShowCommand extends WorkloadCommand {
  @Option(names = "--explain", description = "Why it was placed there.")
  private boolean explain;

  ShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Broker broker, String path) throws IOException {
    JsonNode workload = broker.get(path);
    if (!output.isTable()) {
      output.whole(terminal, workload);
      return 0;
    }
    PrintWriter out = terminal.out();
    out.println(
        "Workload  " + Text.of(workload, "id") + "  " + Text.plain(Text.of(workload, "name")));
    out.println("State     " + Text.of(workload, "state") + reason(workload));
    out.println("Began     " + Text.moment(workload, "startedAt"));
    out.println("Ended     " + Text.moment(workload, "endedAt"));
    out.println("Cost      " + Text.moneys(workload.path("costs")));
    out.println("Carbon    " + Text.number(workload.path("carbonGrams"), 3) + " gCO2e");
    List<JsonNode> attempts = new ArrayList<>();
    workload.path("attempts").forEach(attempts::add);
    if (!attempts.isEmpty()) {
      out.println();
      ATTEMPTS.lines(attempts).forEach(out::println);
    }
    if (explain) {
      out.println();
      new Explanation(out).tell(workload.path("placement"), true);
    }
    return 0;
  }

  private static final Table ATTEMPTS =
      new Table()
          .figure("TRY", it -> Text.of(it, "attempt"))
          .text("REGION", it -> Text.of(it, "region"))
          .text("INSTANCE", it -> Text.of(it, "instanceType"))
          .figure("PRICE/H", it -> Text.money(it.path("pricePerHour")))
          .text("OUTCOME", it -> Text.of(it, "outcome"))
          .text("REASON", it -> Text.of(it, "reason"));

  private static String reason(JsonNode workload) {
    return workload.hasNonNull("reason") ? ": " + Text.plain(Text.of(workload, "reason")) : "";
  }
}
