package io.tradewind.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program. */
@Command(
    name = "tradewind",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Finds accelerators across clouds and idle datacentres, and runs workloads there.",
    subcommands = {HelpCommand.class, GenerateCompletion.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "It talks to TRADEWIND_URL (http://127.0.0.1:8080), and signs in with TRADEWIND_TOKEN or,",
      "with a broker on this machine, with the owner's token in TRADEWIND_HOME (~/.tradewind).",
      "Exit codes: 0 done; 1 refused, or the workload failed; 2 wrong usage; 3 no broker answers.",
      "Completion for this shell: source <(tradewind generate-completion)"
    })
public final class Main {
  private static final int WIDTH = 100;

  private Main() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    boolean watched = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    Terminal terminal = new Terminal(System.getenv(), System.in, out, err, watched);
    System.exit(commandLine(terminal).execute(arguments));
  }

  /**
   * The program in another surrounding.
   *
   * @param environment where the broker's address and the token are looked for
   * @param in read where a file is {@code -}
   */
  public static CommandLine commandLine(
      Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err) {
    return commandLine(new Terminal(environment, in, out, err, false));
  }

  private static CommandLine commandLine(Terminal terminal) {
    CommandLine program = new CommandLine(new Main());
    program
        .addSubcommand(new OffersCommand(terminal))
        .addSubcommand(new PreviewCommand(terminal))
        .addSubcommand(new ApplyCommand(terminal))
        .addSubcommand(new PsCommand(terminal))
        .addSubcommand(new ShowCommand(terminal))
        .addSubcommand(new LogsCommand(terminal))
        .addSubcommand(new CancelCommand(terminal))
        .addSubcommand(new CostCommand(terminal))
        .addSubcommand(new SitesCommand(terminal))
        .addSubcommand(TokenCommand.of(terminal));
    program.setOut(terminal.out()).setErr(terminal.err());
    program.setUsageHelpWidth(WIDTH);
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setExecutionExceptionHandler((e, command, parsed) -> terminal.tell(e));
    return program;
  }
}
