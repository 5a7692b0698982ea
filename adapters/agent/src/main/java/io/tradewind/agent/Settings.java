package io.tradewind.agent;

import io.tradewind.api.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the agent was started.
 *
 * @param token for the enrolment; not needed once enrolled
 * @param executors what may run workloads here, the preferred first
 * @param slurm where its jobs go, if it is used
 * @param kubernetes whose jobs run, if it is used
 * @param keepRunningOnExit workloads go on when the agent ends, for the next start to take up
 * @param ephemeral the machine is there for one lease: the agent ends when the lease is told whole
 * @param heardFile is told when the broker was last heard
 * @param brokerCertificate the only one to be trusted with the broker's name
 * @param probation for how long a program that the broker wanted may be silent before it is left
 *     again
 * @param metadata where a cloud tells this machine of itself
 * @param inside the image that this machine is a container of, where it is one
 */
record Settings(
    URI broker,
    Path state,
    Optional<Secret> token,
    Duration heartbeat,
    Duration poll,
    Duration mostBackoff,
    long logBytes,
    List<String> executors,
    SlurmExecutor.Options slurm,
    KubernetesApi.Options kubernetes,
    boolean keepRunningOnExit,
    boolean ephemeral,
    Optional<Path> heardFile,
    Optional<Path> brokerCertificate,
    Duration probation,
    URI metadata,
    Optional<String> inside) {
  static final String TOKEN_VARIABLE = "TRADEWIND_ENROLMENT_TOKEN";

  static final String HELP =
      """
      Usage: java -jar tradewind-agent-standalone.jar --broker URL --state FOLDER [options]

        --broker URL               the broker, such as https://broker.example
        --state FOLDER             where the agent keeps its key, its name and its leases
        --token-file FILE          holds the one-time enrolment token; or set %s
        --executor NAME[,NAME]     what may run workloads, the preferred first; without it nothing
                                   runs: process (plain processes of this user, and only for the
                                   owner's own workloads), sandbox (processes that see nothing of
                                   this machine, by bubblewrap), container (by Podman or Docker),
                                   slurm (jobs of a cluster; --state is on its shared file system)
                                   kubernetes (jobs of a cluster, for workloads with an image)
        --slurm-partition NAME     where the jobs go, below the owner's in priority (market)
        --slurm-account NAME       to which the jobs are booked
        --slurm-user NAME          as whom the jobs run, when the agent is root
        --slurm-rest URL           the cluster's slurmrestd, in place of sbatch and its like; its
                                   socket on this machine is unix:/path
        --slurm-token-file F       for it, of the user as whom the jobs run: scontrol token; a
                                   socket may do without
        --kubernetes URL           the API server (the cluster's own, where the agent is a pod)
        --kubernetes-token-file F  of a service account that may make jobs and secrets, and read
                                   pods, their logs and nodes
        --kubernetes-certificate F of the API server's authority (PEM)
        --kubernetes-namespace N   where the jobs go (tradewind)
        --kubernetes-queue NAME    of Kueue, for the jobs
        --keep-running-on-exit     leave workloads running when the agent ends; the next start
                                   on the same state folder takes them up
        --heartbeat-seconds N      until the broker asks for another interval (15)
        --poll-seconds N           how long one request for work waits at the broker (30)
        --max-backoff-seconds N    longest pause between tries while the broker is away (30)
        --log-buffer-mib N         log lines of a lease that may wait for the broker (64)
        --allow-plain-http         talk plain http to another machine; tokens can be read on the way
        --broker-certificate FILE  trust these certificates (PEM) for the broker, and no others
        --probation-seconds N      how long a program that the broker wanted may go unheard by it
                                   before the one that ran before takes over again (300)
        --ephemeral                this machine is there for one lease: run it, tell it whole, end;
                                   watch for the cloud's word that it takes the machine back
        --heard-file FILE          write there, in seconds of uptime, when the broker was heard
        --metadata URL             the cloud's metadata service (http://169.254.169.254)
        --inside IMAGE             this machine is a container of that image: a plain process is a
                                   workload in it
        --help, --version

      Exit codes: 0 help, version or an ephemeral agent's lease is over, 1 unexpected, 2 wrong arguments, 3 another agent runs on the
      state folder, 4 the broker refuses this agent, 143 ended by SIGTERM.
      """
          .formatted(TOKEN_VARIABLE);

  /** What is wrong with the arguments, for the person who typed them. */
  static final class WrongException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongException(String message) {
      super(message);
    }
  }

  static final List<String> EXECUTORS =
      List.of("process", "sandbox", "container", "slurm", "kubernetes");
  private static final Set<String> FLAGS =
      Set.of("--keep-running-on-exit", "--allow-plain-http", "--ephemeral");
  private static final Set<String> VALUES =
      Set.of(
          "--broker",
          "--state",
          "--token-file",
          "--executor",
          "--slurm-partition",
          "--slurm-account",
          "--slurm-user",
          "--slurm-rest",
          "--slurm-token-file",
          "--kubernetes",
          "--kubernetes-token-file",
          "--kubernetes-certificate",
          "--kubernetes-namespace",
          "--kubernetes-queue",
          "--heartbeat-seconds",
          "--poll-seconds",
          "--max-backoff-seconds",
          "--log-buffer-mib",
          "--broker-certificate",
          "--probation-seconds",
          "--heard-file",
          "--inside",
          "--metadata");

  static Settings parse(List<String> arguments, Map<String, String> environment)
      throws WrongException {
    Map<String, String> given = given(arguments);
    return new Settings(
        broker(required(given, "--broker"), given.containsKey("--allow-plain-http")),
        Path.of(required(given, "--state")),
        token(given, environment),
        Duration.ofSeconds(number(given, "--heartbeat-seconds", 15, 300)),
        Duration.ofSeconds(number(given, "--poll-seconds", 30, 60)),
        Duration.ofSeconds(number(given, "--max-backoff-seconds", 30, 600)),
        number(given, "--log-buffer-mib", 64, 65_536) * 1024 * 1024,
        executors(given.getOrDefault("--executor", "")),
        new SlurmExecutor.Options(
            given.getOrDefault("--slurm-partition", "market"),
            Optional.ofNullable(given.get("--slurm-account")),
            Optional.ofNullable(given.get("--slurm-user")),
            slurmRest(given)),
        kubernetes(given),
        given.containsKey("--keep-running-on-exit"),
        given.containsKey("--ephemeral"),
        Optional.ofNullable(given.get("--heard-file")).map(Path::of),
        Optional.ofNullable(given.get("--broker-certificate")).map(Path::of),
        Duration.ofSeconds(number(given, "--probation-seconds", 300, 3_600)),
        metadata(given.getOrDefault("--metadata", "http://169.254.169.254")),
        Optional.ofNullable(given.get("--inside")));
  }

  private static List<String> executors(String text) throws WrongException {
    List<String> names = Arrays.stream(text.split(",")).filter(it -> !it.isBlank()).toList();
    for (String name : names) {
      if (!EXECUTORS.contains(name)) {
        throw new WrongException(
            "There is no executor '%s'; there are: %s."
                .formatted(name, String.join(", ", EXECUTORS)));
      }
    }
    return names;
  }

  private static Optional<SlurmRest.Options> slurmRest(Map<String, String> given)
      throws WrongException {
    String address = given.get("--slurm-rest");
    String token = given.get("--slurm-token-file");
    if (address == null) {
      return Optional.empty();
    }
    boolean isSocket = address.startsWith("unix:/");
    if (token == null && !isSocket) {
      throw new WrongException("--slurm-rest needs --slurm-token-file. See --help.");
    }
    URI server = isSocket ? socket(address) : cluster("--slurm-rest", address);
    return Optional.of(new SlurmRest.Options(server, Optional.ofNullable(token).map(Path::of)));
  }

  /** In a pod of the cluster, its service account is what is not said. */
  private static KubernetesApi.Options kubernetes(Map<String, String> given) throws WrongException {
    Path account = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    boolean inside = Files.exists(account.resolve("token")) && !given.containsKey("--kubernetes");
    String server =
        inside ? "https://kubernetes.default.svc" : given.getOrDefault("--kubernetes", "");
    Optional<Path> token = Optional.ofNullable(given.get("--kubernetes-token-file")).map(Path::of);
    Optional<Path> certificate =
        Optional.ofNullable(given.get("--kubernetes-certificate")).map(Path::of);
    return new KubernetesApi.Options(
        server.isEmpty() ? Optional.empty() : Optional.of(cluster("--kubernetes", server)),
        inside ? token.or(() -> Optional.of(account.resolve("token"))) : token,
        inside ? certificate.or(() -> Optional.of(account.resolve("ca.crt"))) : certificate,
        given.getOrDefault("--kubernetes-namespace", "tradewind"),
        Optional.ofNullable(given.get("--kubernetes-queue")));
  }

  private static URI socket(String text) throws WrongException {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new WrongException("--slurm-rest '%s' is no path of a socket.".formatted(text));
    }
  }

  private static URI cluster(String option, String text) throws WrongException {
    try {
      URI uri = URI.create(text);
      boolean loopback = Set.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
      if (uri.getHost() != null && ("https".equals(uri.getScheme()) || loopback)) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new WrongException("%s '%s' is no address.".formatted(option, text));
    }
    throw new WrongException(
        "%s '%s' would send tokens in plain text. Write https://host[:port]."
            .formatted(option, text));
  }

  private static Map<String, String> given(List<String> arguments) throws WrongException {
    Map<String, String> given = new HashMap<>();
    for (int at = 0; at < arguments.size(); at++) {
      String name = arguments.get(at);
      if (FLAGS.contains(name)) {
        given.put(name, "");
      } else if (!VALUES.contains(name)) {
        throw new WrongException("There is no option '%s'. See --help.".formatted(name));
      } else if (at + 1 == arguments.size()) {
        throw new WrongException("%s needs a value.".formatted(name));
      } else {
        at++;
        given.put(name, arguments.get(at));
      }
    }
    return given;
  }

  private static String required(Map<String, String> given, String name) throws WrongException {
    String value = given.get(name);
    if (value == null || value.isBlank()) {
      throw new WrongException("%s is missing. See --help.".formatted(name));
    }
    return value;
  }

  private static URI broker(String text, boolean plainAllowed) throws WrongException {
    URI uri;
    try {
      uri = URI.create(text.endsWith("/") ? text : text + "/");
    } catch (IllegalArgumentException e) {
      throw new WrongException("--broker '%s' is no address.".formatted(text));
    }
    boolean secure = "https".equals(uri.getScheme());
    if (uri.getHost() == null || !(secure || "http".equals(uri.getScheme()))) {
      throw new WrongException(
          "--broker '%s' is no http or https address. Write https://host[:port].".formatted(text));
    }
    boolean loopback = Set.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
    if (!secure && !loopback && !plainAllowed) {
      throw new WrongException(
          "--broker '%s' would send tokens in plain text. Use https, or say --allow-plain-http."
              .formatted(text));
    }
    return uri;
  }

  private static URI metadata(String text) throws WrongException {
    try {
      URI uri = URI.create(text.endsWith("/") ? text : text + "/");
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new WrongException("--metadata '%s' is no address.".formatted(text));
    }
    throw new WrongException("--metadata '%s' is no http address.".formatted(text));
  }

  private static Optional<Secret> token(Map<String, String> given, Map<String, String> environment)
      throws WrongException {
    String file = given.get("--token-file");
    String text = environment.getOrDefault(TOKEN_VARIABLE, "");
    if (file != null) {
      try {
        text = Files.readString(Path.of(file));
      } catch (IOException e) {
        throw new WrongException("--token-file %s cannot be read.".formatted(file));
      }
    }
    return text.isBlank() ? Optional.empty() : Optional.of(new Secret(text.strip()));
  }

  private static long number(Map<String, String> given, String name, long preset, long most)
      throws WrongException {
    String text = given.getOrDefault(name, Long.toString(preset));
    long value = text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
    if (value < 1 || value > most) {
      throw new WrongException("%s is %s; expected 1 to %d.".formatted(name, text, most));
    }
    return value;
  }
}
