package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a workload. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Submits a workload, and tells its id.",
      "Leaving with Ctrl-C ends nothing: the workload goes on, and logs -f sees it again."
    })
final class ApplyCommand extends BrokerCommand {
  private static final String OF_WORKLOAD = "workload.";

  @Mixin private final SpecFile file = new SpecFile();

  @Option(names = "--wait", description = "Tells its states until it ends; exits 1 if it fails.")
  private boolean wait;

  @Option(
      names = {"--follow"},
      description = "Like --wait, with its output.")
  private boolean follow;

  @Option(names = "--explain", description = "Tells why it was placed there.")
  private boolean explain;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Idempotency-Key: the same key submits once, however often it is sent.")
  private @Nullable String key;

  @Option(
      names = "--agreed-price",
      paramLabel = "PRICE",
      description = "What an hour may cost, such as '18.00 USD'; asked for when a price has moved.")
  private @Nullable String agreedPrice;

  ApplyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Broker broker) throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Idempotency-Key", key == null ? UUID.randomUUID().toString() : key);
    if (agreedPrice != null) {
      headers.put("Tradewind-Agreed-Price", agreedPrice);
    }
    JsonNode workload = file.post(broker, terminal, "workloads", headers).body();
    if (explain && output.isTable()) {
      new Explanation(terminal.out()).tell(workload.path("placement"), true);
    }
    if (!wait && !follow) {
      tell(workload);
      return workload.path("state").asText().equals("unplaced") ? Terminal.REFUSED : 0;
    }
    terminal.err().println("%s is %s".formatted(Text.of(workload, "id"), state(workload)));
    String path = "workloads/" + workload.path("id").asText();
    try (Progress progress = new Progress(terminal.err(), terminal.isWatched() && !follow)) {
      progress.becomes(state(workload));
      if (follow) {
        new EventStream(broker, path + "/logs")
            .read(line -> terminal.out().println(Lines.of(line)));
      } else {
        new EventStream(broker, path + "/events")
            .read(event -> happened(progress, workload, event));
      }
    }
    JsonNode ended = broker.get(path);
    tell(ended);
    return ended.path("state").asText().equals("succeeded") ? 0 : Terminal.REFUSED;
  }

  private static void happened(Progress progress, JsonNode workload, JsonNode event) {
    String type = Text.of(event, "type");
    if (type.equals("workload.running")) {
      Text.duration(workload.path("spec").path("limits").path("max_duration").asText())
          .ifPresent(progress::runsAtMost);
    }
    progress.say(Lines.happening(event));
    if (type.startsWith(OF_WORKLOAD)) {
      progress.becomes(type.substring(OF_WORKLOAD.length()));
    }
  }

  private void tell(JsonNode workload) throws IOException {
    if (!output.isTable()) {
      output.whole(terminal, workload);
      return;
    }
    terminal.out().println(Text.of(workload, "id"));
    terminal
        .err()
        .println(
            "%s is %s, %s, %s gCO2e%s"
                .formatted(
                    Text.plain(Text.of(workload, "name")),
                    state(workload),
                    Text.moneys(workload.path("costs")),
                    Text.number(workload.path("carbonGrams"), 3),
                    workload.hasNonNull("reason")
                        ? ": " + Text.plain(Text.of(workload, "reason"))
                        : ""));
  }

  private static String state(JsonNode workload) {
    return Text.of(workload, "state");
  }
}
