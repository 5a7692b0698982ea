package io.tradewind.testkit.slurm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Slurm cluster of this machine: the real controller and two node daemons with four GPUs each by
 * configuration, on loopback, as root and without systemd. The partition {@code owner} preempts
 * {@code market}, whose jobs have twenty-five seconds then.
 */
public final class RealSlurm implements AutoCloseable {
  public static final int GRACE_SECONDS = 25;

  private static final List<String> PROGRAMS =
      List.of("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol", "srun");
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Path folder;
  private final boolean rest;
  private final int restPort;
  private @Nullable Process restDaemon;

  private RealSlurm(Path folder, boolean rest) throws IOException {
    this.folder = folder;
    this.rest = rest;
    this.restPort = free();
  }

  /** Why there can be none here; empty when there can. */
  public static Optional<String> obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("a Slurm cluster is started as root");
    }
    return PROGRAMS.stream()
        .filter(program -> !isInstalled(program))
        .findFirst()
        .map("%s is not installed, of Slurm or Munge"::formatted);
  }

  /** The same for one with a REST daemon. */
  public static Optional<String> restObstacle() {
    if (obstacle().isPresent() || (isInstalled("slurmrestd") && signsTokens())) {
      return obstacle();
    }
    return Optional.of("slurmrestd or Slurm's plugin for JSON Web Tokens is not installed");
  }

  public static RealSlurm start() throws IOException, InterruptedException {
    return start(false);
  }

  /** With slurmrestd, to which tokens give way. */
  public static RealSlurm startWithRest() throws IOException, InterruptedException {
    RealSlurm slurm = start(true);
    slurm.startRest();
    return slurm;
  }

  private static RealSlurm start(boolean rest) throws IOException, InterruptedException {
    String name = "s%d-%d".formatted(ProcessHandle.current().pid(), STARTED.incrementAndGet());
    Path folder = Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir"), name));
    RealSlurm slurm = new RealSlurm(folder, rest);
    slurm.configure();
    slurm.startDaemons();
    return slurm;
  }

  /** Where the REST daemon listens. */
  public URI restAddress() {
    return URI.create("http://127.0.0.1:" + restPort);
  }

  /** The same as a socket of this machine. */
  public URI restSocket() {
    return URI.create("unix:" + folder.resolve("rest/socket"));
  }

  /** A file with a token for an hour. */
  public Path token(String user) throws IOException {
    String token = ask("scontrol", "token", "username=" + user, "lifespan=3600");
    return Files.writeString(folder.resolve("token-" + user), token);
  }

  public Path configuration() {
    return folder.resolve("slurm.conf");
  }

  /** What a command of Slurm's says. */
  public String ask(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of("env", "SLURM_CONF=" + configuration()));
    words.addAll(List.of(command));
    return run(15, words);
  }

  @Override
  public void close() throws IOException {
    ask("scancel", "--full", "--signal=KILL", "--state=RUNNING");
    if (restDaemon != null) {
      restDaemon.destroyForcibly();
    }
    for (String pidFile : List.of("slurmd-n1", "slurmd-n2", "slurmctld", "munged")) {
      Path file = folder.resolve("run").resolve(pidFile + ".pid");
      if (Files.exists(file)) {
        end(Long.parseLong(Files.readString(file).strip()));
      }
    }
    run(20, List.of("rm", "-rf", folder.toString()));
  }

  private static void end(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(
            daemon -> {
              daemon.descendants().forEach(ProcessHandle::destroyForcibly);
              daemon.destroyForcibly();
            });
  }

  private void configure() throws IOException {
    for (String name : List.of("state", "run", "log", "spool-n1", "spool-n2")) {
      Files.createDirectories(folder.resolve(name));
    }
    // Jobs of other users find their way.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    byte[] key = new byte[1024];
    new SecureRandom().nextBytes(key);
    Path secret =
        Files.createFile(
            folder.resolve("munge.key"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(secret, key);
    for (int i = 0; i < 4; i++) {
      // Device files that a GPU's could be: clones of the null device.
      run(5, List.of("mknod", folder.resolve("gpu" + i).toString(), "c", "1", "3"));
    }
    Files.writeString(folder.resolve("cgroup.conf"), "CgroupAutomount=no\n");
    Files.writeString(
        folder.resolve("gres.conf"),
        "AutoDetect=off\nNodeName=n[1-2] Name=gpu Type=h100 File=%s/gpu[0-3]\n".formatted(folder));
    Files.writeString(configuration(), text() + (rest ? tokens() : ""));
  }

  private String tokens() throws IOException {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    Path file = Files.write(folder.resolve("jwt.key"), key);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "AuthAltTypes=auth/jwt\nAuthAltParameters=jwt_key=%s\n".formatted(file);
  }

  private void startRest() throws IOException, InterruptedException {
    // The daemon makes its socket as the user that it becomes.
    Path place = Files.createDirectory(folder.resolve("rest"));
    run(5, List.of("chown", "nobody:nogroup", place.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(
            "slurmrestd",
            "-f",
            configuration().toString(),
            "-u",
            "nobody",
            "-g",
            "nogroup",
            "-a",
            "rest_auth/jwt",
            "-s",
            "openapi/v0.0.38",
            "127.0.0.1:" + restPort,
            restSocket().toString());
    builder.environment().put("SLURM_JWT", "daemon");
    restDaemon =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log/slurmrestd.log").toFile())
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!listens(restPort)) {
      if (System.nanoTime() > end || !restDaemon.isAlive()) {
        throw new IOException(
            "The REST daemon does not come up: "
                + Files.readString(folder.resolve("log/slurmrestd.log")));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean signsTokens() {
    try (DirectoryStream<Path> libraries =
        Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
      for (Path library : libraries) {
        if (Files.exists(library.resolve("slurm-wlm/auth_jwt.so"))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private String text() throws IOException {
    String host = InetAddress.getLocalHost().getHostName().split("\\.")[0];
    return """
    ClusterName=idle
    SlurmctldHost=%1$s(127.0.0.1)
    SlurmctldPort=%3$d
    SlurmdPort=%4$d
    AuthType=auth/munge
    AuthInfo=socket=%2$s/run/munge.sock
    CredType=cred/munge
    SlurmUser=root
    SlurmdUser=root
    StateSaveLocation=%2$s/state
    SlurmdSpoolDir=%2$s/spool-%%n
    SlurmctldPidFile=%2$s/run/slurmctld.pid
    SlurmdPidFile=%2$s/run/slurmd-%%n.pid
    SlurmctldLogFile=%2$s/log/slurmctld.log
    SlurmdLogFile=%2$s/log/slurmd-%%n.log
    ProctrackType=proctrack/linuxproc
    TaskPlugin=task/none
    JobAcctGatherType=jobacct_gather/none
    AccountingStorageType=accounting_storage/none
    MpiDefault=none
    MailProg=/bin/true
    SwitchType=switch/none
    ReturnToService=2
    SchedulerType=sched/backfill
    SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=0,sched_min_interval=0
    SelectType=select/cons_tres
    SelectTypeParameters=CR_Core_Memory
    PreemptType=preempt/partition_prio
    PreemptMode=REQUEUE
    KillWait=5
    GresTypes=gpu
    SlurmdParameters=config_overrides
    NodeName=n1 NodeHostname=%1$s NodeAddr=127.0.0.1 Port=%5$d CPUs=16 RealMemory=16000 Gres=gpu:h100:4
    NodeName=n2 NodeHostname=%1$s NodeAddr=127.0.0.2 Port=%6$d CPUs=16 RealMemory=16000 Gres=gpu:h100:4
    PartitionName=owner Nodes=ALL MaxTime=INFINITE State=UP PriorityTier=10 PreemptMode=OFF
    PartitionName=market Nodes=ALL Default=YES MaxTime=24:00:00 State=UP PriorityTier=1 PreemptMode=REQUEUE GraceTime=%7$d
    """
        .formatted(host, folder, free(), free(), free(), free(), GRACE_SECONDS);
  }

  private void startDaemons() throws IOException, InterruptedException {
    String run = folder.resolve("run").toString();
    run(
        15,
        List.of(
            "munged",
            "--force",
            "--key-file=" + folder.resolve("munge.key"),
            "--socket=" + run + "/munge.sock",
            "--pid-file=" + run + "/munged.pid",
            "--log-file=" + folder.resolve("log/munged.log"),
            "--seed-file=" + run + "/munged.seed"));
    ask("slurmctld", "-f", configuration().toString());
    ask("slurmd", "-f", configuration().toString(), "-N", "n1");
    ask("slurmd", "-f", configuration().toString(), "-N", "n2");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!ask("sinfo", "-h", "-N", "-p", "market", "-o", "%T").equals("idle\nidle")) {
      if (System.nanoTime() > end) {
        throw new IOException("The cluster does not come up: " + ask("sinfo"));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** What a program says that answers at once, errors included. */
  private static String run(long mostSeconds, List<String> command) throws IOException {
    Path output = Files.createTempFile("tradewind", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      if (!process.waitFor(mostSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no answer in %d s".formatted(mostSeconds);
      }
      return Files.readString(output).strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
