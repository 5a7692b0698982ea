package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** The datacentres that sell here. */
@Command(
    name = "sites",
    mixinStandardHelpOptions = true,
    description = "Lists the sites that sell what stands idle, and whether their agents call.")
final class SitesCommand extends BrokerCommand {
  SitesCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Broker broker) throws IOException {
    List<JsonNode> sites = new ArrayList<>();
    broker.get("sites").path("items").forEach(sites::add);
    output.list(
        terminal,
        sites,
        new Table()
            .text("ID", it -> Text.of(it, "id"))
            .text("NAME", it -> Text.of(it, "name"))
            .text("REGION", it -> Text.of(it, "region"))
            .text("COUNTRY", it -> Text.of(it, "country"))
            .text("STATE", it -> Text.of(it, "state"))
            .figure("AGENTS", it -> Integer.toString(it.path("agents").size())),
        "There is no site.");
    return 0;
  }
}
