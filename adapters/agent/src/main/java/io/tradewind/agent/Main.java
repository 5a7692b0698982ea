package io.tradewind.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** The program. Its exit codes stand in {@link Settings#HELP}. */
public final class Main {
  private static final int UNEXPECTED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int STATE_IN_USE = 3;
  private static final int CONNECT_MILLISECONDS = 3_000;

  static {
    System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty(
          "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
    }
  }

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    List<String> given = List.of(arguments);
    if (given.contains("--help") || given.isEmpty()) {
      System.out.print(Settings.HELP);
      System.exit(given.isEmpty() ? WRONG_ARGUMENTS : 0);
    }
    if (given.get(0).equals(SelfTests.OPTION)) {
      System.exit(SelfTestProgram.run(given));
    }
    if (given.contains("--version")) {
      System.out.println("tradewind-agent " + Agent.VERSION);
      System.exit(0);
    }
    int code = start(given);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * The way in for another program of this agent, which keeps the process when this one fails. All
   * versions have it.
   *
   * @return the exit code
   */
  public static int work(String[] arguments) throws InterruptedException {
    return start(List.of(arguments));
  }

  private static int start(List<String> arguments) throws InterruptedException {
    try {
      Settings settings = Settings.parse(arguments, System.getenv());
      Upgrade upgrade = new Upgrade(settings.state(), Upgrade.running());
      Optional<Integer> code = Optional.empty();
      while (code.isEmpty()) {
        Optional<Path> other = settings.ephemeral() ? Optional.empty() : upgrade.next();
        code =
            other.isPresent()
                ? new Successor(other.get(), upgrade, settings.probation())
                    .run(arguments, () -> answers(settings))
                : runHere(settings, upgrade);
      }
      return code.get();
    } catch (Settings.WrongException e) {
      System.err.println(e.getMessage());
      return WRONG_ARGUMENTS;
    } catch (StateFolder.InUseException e) {
      System.err.println(e.getMessage());
      return STATE_IN_USE;
    } catch (IOException e) {
      Logger.getLogger(Main.class.getName()).log(Level.SEVERE, "The agent cannot go on", e);
      return UNEXPECTED;
    }
  }

  /** Empty when another program is to go on. */
  private static Optional<Integer> runHere(Settings settings, Upgrade upgrade)
      throws IOException,
          InterruptedException,
          Settings.WrongException,
          StateFolder.InUseException {
    try (StateFolder folder = StateFolder.take(settings.state())) {
      int code = run(settings, folder, upgrade);
      return code == Agent.UPGRADED ? Optional.empty() : Optional.of(code);
    }
  }

  /** Whether somebody listens where the broker is. */
  private static boolean answers(Settings settings) {
    URI broker = settings.broker();
    int port =
        broker.getPort() > 0 ? broker.getPort() : broker.getScheme().equals("http") ? 80 : 443;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(broker.getHost(), port), CONNECT_MILLISECONDS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int run(Settings settings, StateFolder folder, Upgrade upgrade)
      throws IOException, InterruptedException, Settings.WrongException {
    Identity identity = Identity.load(folder.root());
    if (!identity.isEnrolled() && settings.token().isEmpty()) {
      throw new Settings.WrongException(
          "This agent is not enrolled yet and has no token. Give --token-file or set "
              + Settings.TOKEN_VARIABLE
              + ".");
    }
    Machine machine = new Machine();
    SteeredClock clock = new SteeredClock(Clock.systemUTC());
    LeaseRun.Surroundings around =
        new LeaseRun.Surroundings(
            machine,
            clock,
            new Executors(
                KnownExecutors.on(machine, clock, folder.root(), settings), settings.executors()),
            SealKeys.load(folder.root(), identity),
            settings.logBytes());
    Agent agent = new Agent(settings, identity, clock, around, folder, upgrade);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent), "stop"));
    Logger.getLogger(Main.class.getName())
        .info("Agent %s for %s".formatted(Agent.VERSION, settings.broker()));
    return agent.run();
  }

  private static void stop(Agent agent) {
    try {
      agent.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Keeps logging while the program ends; the usual one falls silent as soon as it is told to stop.
   */
  public static final class LastingLogManager extends LogManager {
    @Override
    public void reset() {
      // At the start the configuration is read without it; at the end there is nothing to undo.
    }
  }
}
