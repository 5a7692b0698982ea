package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tokens for programs. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Makes, lists and revokes API tokens.")
final class TokenCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private TokenCommand() {}

  static CommandLine of(Terminal terminal) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new CreateCommand(terminal))
        .addSubcommand(new ListCommand(terminal))
        .addSubcommand(new RevokeCommand(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "Name one: create, list or revoke.");
  }

  /** Makes one. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a token and writes it once; it is kept nowhere.")
  private static final class CreateCommand extends BrokerCommand {
    @Parameters(paramLabel = "NAME", description = "What it is for.")
    private @Nullable String name;

    @Option(names = "--read-only", description = "It may change nothing.")
    private boolean readOnly;

    @Option(
        names = "--days",
        defaultValue = "90",
        description = "Until it ends, at most 366; default ${DEFAULT-VALUE}.")
    private int days;

    CreateCommand(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Broker broker) throws IOException {
      JsonNode made =
          broker.postJson(
              "api-tokens",
              Map.of(
                  "name",
                  java.util.Objects.requireNonNull(name),
                  "access",
                  readOnly ? "read" : "write",
                  "days",
                  days));
      if (output.isTable()) {
        terminal.out().println(made.path("token").asText());
      } else {
        output.whole(terminal, made);
      }
      return 0;
    }
  }

  /** Lists them. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists tokens by what they begin with.")
  private static final class ListCommand extends BrokerCommand {
    ListCommand(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Broker broker) throws IOException {
      List<JsonNode> tokens = new ArrayList<>();
      broker.get("api-tokens").path("items").forEach(tokens::add);
      output.list(
          terminal,
          tokens,
          new Table()
              .text("ID", it -> Text.of(it, "id"))
              .text("NAME", it -> Text.of(it, "name"))
              .text("BEGINS", it -> Text.of(it, "hint"))
              .text("ACCESS", it -> Text.of(it, "access"))
              .text("LAST USED", it -> Text.moment(it, "lastUsedAt"))
              .text("EXPIRES", it -> Text.moment(it, "expiresAt"))
              .text("REVOKED", it -> Text.moment(it, "revokedAt")),
          "There is no token.");
      return 0;
    }
  }

  /** Revokes one. */
  @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a token at once.")
  private static final class RevokeCommand extends BrokerCommand {
    @Parameters(paramLabel = "ID", description = "As token list shows it.")
    private @Nullable String id;

    RevokeCommand(Terminal terminal) {
      super(terminal);
    }

    @Override
    int run(Broker broker) {
      broker.change("DELETE", "api-tokens/" + java.util.Objects.requireNonNull(id).strip());
      terminal.err().println("It opens nothing any more.");
      return 0;
    }
  }
}
