package io.tradewind.agent;

import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs workloads as jobs of a Slurm cluster: one job a lease, a gang as one job of a task on each
 * node, accelerators as GRES. The agent's state folder must be on a file system that all nodes see:
 * there the job finds its script, and leaves its output and its times.
 */
final class SlurmExecutor implements Executor {
  /**
   * @param partition whose nodes are for the market, below the owner's in priority
   * @param account to which Slurm books the jobs
   * @param user under whom jobs run; the agent must then be root. Without it, the agent's own
   * @param rest of the cluster's REST daemon; without it Slurm's own commands are used
   */
  record Options(
      String partition,
      Optional<String> account,
      Optional<String> user,
      Optional<SlurmRest.Options> rest) {}

  private static final String JOB = "job";

  /** The name of the gang that the job is one of, and how many they are. */
  private static final String GANG = "gang";

  /** Of Slurm and of the job's own script, when something is wrong there. */
  private static final String OUTPUT = "job-output";

  private static final String SUBMISSION = "submission.json";

  /** A signal for the job's script, where Slurm cannot hand it one. */
  private static final String WISH = "wish";

  private static final String PREEMPTION = "Slurm preempts the job for one of the owner's";
  private static final String STARTED = "job-started";
  private static final String BEGAN = "began";
  private static final String EXIT = "job-exit";
  private static final String EXPIRED = "job-expired";
  private static final String SAVED = "job-checkpoint";
  private static final List<String> FILLED_BY_JOB =
      List.of("stdout", "stderr", OUTPUT, STARTED, EXIT, EXPIRED, SAVED, WISH);

  /** Slurm may know that a job is over before its last words are seen here. */
  private static final long LAST_WORDS_MICROS = TimeUnit.SECONDS.toMicros(5);

  private static final long UNKNOWN_MICROS = TimeUnit.SECONDS.toMicros(30);

  private final Machine machine;
  private final Options options;
  private final Slurm slurm;
  private final SlurmQueue queue;
  private final SlurmCluster cluster;

  SlurmExecutor(Machine machine, Options options, Slurm slurm) {
    this.machine = machine;
    this.options = options;
    this.slurm = slurm;
    this.queue = new SlurmQueue(slurm, machine);
    this.cluster = new SlurmCluster(slurm, options.partition());
  }

  @Override
  public String name() {
    return "slurm";
  }

  @Override
  public Optional<String> obstacle() {
    return slurm.obstacle();
  }

  @Override
  public Optional<String> refusal(LeaseWork.Run run) {
    if (run.service() != null) {
      return Optional.of("The workload is a service, and nobody reaches this cluster's jobs.");
    }
    return run.image() == null
        ? Optional.empty()
        : Optional.of(
            "The workload wants the image %s, and this cluster's jobs are plain processes."
                .formatted(run.image()));
  }

  @Override
  public void prepare(LeaseFolder folder, LeaseState state, LeaseWork.Run run) throws IOException {
    AtomicFile.createFolder(folder.work());
    Optional<SlurmGang> gang = SlurmGang.of(run);
    LeaseWork.Run told = gang.isPresent() ? SlurmGang.withoutAddresses(run) : run;
    ShellScript.write(folder, told, folder.work().toString(), Map.of());
    if (gang.isPresent()) {
      folder.writeNote(GANG, gang.get().name() + " " + gang.get().nodes());
    }
    copy("slurm-job.sh", folder.path().resolve("job.sh"));
    copy("slurm-task.sh", folder.path().resolve("task.sh"));
    for (String name : FILLED_BY_JOB) {
      AtomicFile.write(folder.path().resolve(name), new byte[0]);
    }
    AtomicFile.write(folder.path().resolve(SUBMISSION), Json.write(submission(folder, state, run)));
    handOver(folder);
  }

  @Override
  public void start(LeaseFolder folder, LeaseState state) throws IOException {
    SlurmSubmission submission = submission(folder);
    List<String> script =
        List.of(
            folder.path().resolve("job.sh").toString(),
            folder.path().toString(),
            Integer.toString(submission.nodes()),
            Long.toString(state.timeToLiveSeconds()),
            state.mark());
    long job = slurm.submit(submission, script);
    folder.writeNote(JOB, Long.toString(job));
  }

  @Override
  public Optional<Process> startCheckpoint(LeaseFolder folder, LeaseState state)
      throws IOException {
    Optional<Long> job = job(folder, state);
    if (job.isEmpty()
        || !Files.exists(folder.checkpoint())
        || !tellScript(folder, job.get(), "USR1")) {
      return Optional.empty();
    }
    String saved = ShellScript.quote(folder.path().resolve(SAVED).toString());
    return Optional.of(
        new ProcessBuilder("sh", "-c", "while [ ! -s " + saved + " ]; do sleep 0.2; done").start());
  }

  @Override
  public Observation observe(LeaseFolder folder, LeaseState state) throws IOException {
    long uptime = machine.uptimeMicros();
    Optional<String[]> exit = words(folder, EXIT);
    Optional<Long> started = startedAt(folder, state, uptime);
    Optional<Long> job = job(folder, state);
    if (exit.isPresent() && started.isPresent()) {
      return ended(folder, exit.get(), started.get(), uptime, job.flatMap(queue::look));
    }
    if (job.isEmpty()) {
      return sinceStart(state, uptime) > UNKNOWN_MICROS
          ? new Observation.NeverRan("Slurm has no job of this lease.")
          : new Observation.Starting();
    }
    Optional<SlurmQueue.Look> look = queue.look(job.get());
    if (look.isEmpty()) {
      return new Observation.Starting();
    }
    Optional<SlurmJob> seen = look.get().job();
    if (seen.isEmpty()) {
      return gone(started, look.get().atMicros(), uptime);
    }
    if (seen.get().isOver()) {
      return over(state, seen.get(), started, look.get().atMicros(), uptime);
    }
    return started.isPresent()
        ? new Observation.Running(started.get(), Math.max(started.get(), look.get().atMicros()))
        : new Observation.Starting();
  }

  @Override
  public boolean signal(LeaseFolder folder, LeaseState state, String signal) throws IOException {
    Optional<Long> job = job(folder, state);
    if (job.isEmpty()) {
      return false;
    }
    boolean waits = words(folder, STARTED).isEmpty();
    return (waits || signal.equals("KILL"))
        ? slurm.end(job.get())
        : tellScript(folder, job.get(), signal);
  }

  /** By Slurm, or by a file that the script looks at once a second. */
  private boolean tellScript(LeaseFolder folder, long job, String signal) throws IOException {
    if (slurm.reachesScripts()) {
      return slurm.signal(job, signal);
    }
    Files.writeString(folder.path().resolve(WISH), signal + "\n");
    return true;
  }

  @Override
  public void sweep(LeaseFolder folder, LeaseState state) throws IOException {
    Optional<Long> job = job(folder, state);
    boolean over =
        job.flatMap(queue::look)
            .filter(look -> look.job().map(SlurmJob::isOver).orElse(true))
            .isPresent();
    if (job.isPresent() && !over && words(folder, EXIT).isEmpty()) {
      slurm.end(job.get());
    }
  }

  /** Slurm's own accounting has it where the site keeps one; the agent does not guess. */
  @Override
  public double processorSeconds(LeaseFolder folder, LeaseState state) {
    return 0;
  }

  @Override
  public Optional<Interruption> notice(LeaseFolder folder, LeaseState state) {
    try {
      return job(folder, state)
          .flatMap(queue::look)
          .flatMap(SlurmQueue.Look::job)
          .filter(job -> !job.isWaiting() && job.preemptedAt().isPresent())
          .flatMap(SlurmJob::endsAt)
          .map(at -> new Interruption(at, PREEMPTION));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Capacity> capacity() throws IOException {
    return Optional.of(cluster.capacity());
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }

  private SlurmSubmission submission(LeaseFolder folder, LeaseState state, LeaseWork.Run run)
      throws IOException {
    LeaseWork.Devices devices = run.devices();
    // The agent keeps the limit to the second; Slurm's is the backstop, in whole minutes.
    long limit = run.maxDurationSeconds();
    return new SlurmSubmission(
        SlurmCluster.JOB_NAME + state.mark(),
        options.partition(),
        run.nodes(),
        Math.max(1, (long) Math.ceil(run.vcpus())),
        run.memoryMib(),
        devices == null ? null : cluster.gres(devices),
        limit > 0 ? TimeUnit.SECONDS.toMinutes(limit) + 2 : 0,
        options.account().orElse(null),
        options.user().orElse(null),
        SlurmGang.of(run).map(SlurmGang::comment).orElse(null),
        folder.path().resolve(OUTPUT).toString(),
        folder.work().toString());
  }

  private static SlurmSubmission submission(LeaseFolder folder) throws IOException {
    byte[] written = Files.readAllBytes(folder.path().resolve(SUBMISSION));
    return Json.read(written, SlurmSubmission.class);
  }

  /** The job's user fills files that are there; it can put no others in their place. */
  private void handOver(LeaseFolder folder) throws IOException {
    if (options.user().isEmpty()) {
      return;
    }
    UserPrincipal user =
        folder
            .path()
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(options.user().get());
    List<String> files = new ArrayList<>(FILLED_BY_JOB);
    files.addAll(List.of("job.sh", "task.sh", "script.sh", "checkpoint.sh", "work", GANG));
    for (String name : files) {
      Path path = folder.path().resolve(name);
      if (Files.exists(path)) {
        Files.setOwner(path, user);
      }
    }
    Path leases = Objects.requireNonNull(folder.path().getParent());
    for (Path way : List.of(folder.path(), leases, Objects.requireNonNull(leases.getParent()))) {
      Files.setPosixFilePermissions(way, PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  /** The job's number; it is asked for by name when the agent was killed before it heard it. */
  private Optional<Long> job(LeaseFolder folder, LeaseState state) throws IOException {
    Optional<String> note = folder.readNote(JOB);
    if (note.isPresent()) {
      return note.map(Long::parseLong);
    }
    Optional<Long> found = slurm.find(SlurmCluster.JOB_NAME + state.mark());
    if (found.isPresent()) {
      folder.writeNote(JOB, found.get().toString());
    }
    return found;
  }

  private static Observation ended(
      LeaseFolder folder,
      String[] exit,
      long startedAt,
      long uptime,
      Optional<SlurmQueue.Look> look)
      throws IOException {
    long ran = Machine.micros(exit[2]) - Machine.micros(exit[1]);
    long endedAt = Math.min(uptime, startedAt + ran);
    Optional<String> failure =
        words(folder, EXPIRED)
            .map(word -> "There was no word from the broker for the lease's time to live.");
    if (isGang(folder) && failure.isEmpty()) {
      // Slurm itself asks the steps of a gang to end as soon as it preempts: was it that?
      boolean known = look.filter(it -> it.atMicros() >= endedAt).isPresent();
      if (!known && uptime - endedAt < LAST_WORDS_MICROS) {
        return new Observation.Starting();
      }
      failure =
          look.flatMap(SlurmQueue.Look::job)
              .flatMap(SlurmJob::preemptedAt)
              .map(at -> "The provider takes the machine back: " + PREEMPTION + ".");
    }
    return new Observation.Ended(Integer.parseInt(exit[0]), startedAt, endedAt, 0, failure);
  }

  private static boolean isGang(LeaseFolder folder) throws IOException {
    return Files.exists(folder.path().resolve(SUBMISSION)) && submission(folder).nodes() > 1;
  }

  private static Observation gone(Optional<Long> started, long lookedAt, long uptime) {
    // The words of a job that Slurm has forgotten already may still be on their way.
    return started.isPresent() && uptime - lookedAt < LAST_WORDS_MICROS
        ? new Observation.Running(started.get(), Math.max(started.get(), lookedAt))
        : new Observation.Gone();
  }

  private Observation over(
      LeaseState state, SlurmJob job, Optional<Long> started, long lookedAt, long uptime) {
    LeaseState.StartMark mark = Objects.requireNonNull(state.start());
    long endedAt = Math.min(uptime, job.endsAt().map(mark::uptimeMicros).orElse(lookedAt));
    if (uptime - endedAt < LAST_WORDS_MICROS && job.failure().isEmpty()) {
      return new Observation.Starting();
    }
    if (started.isEmpty()) {
      return new Observation.NeverRan(
          job.failure().orElse("Slurm says that the job is over, and it left no word."));
    }
    return new Observation.Ended(
        job.exitCode(), started.get(), Math.max(started.get(), endedAt), 0, job.failure());
  }

  /**
   * By the clock of the job's node, but not before it was given to Slurm, and not ahead of us. What
   * was once found stays.
   */
  private static Optional<Long> startedAt(LeaseFolder folder, LeaseState state, long uptime)
      throws IOException {
    LeaseState.StartMark mark = Objects.requireNonNull(state.start());
    Optional<String> known = folder.readNote(BEGAN);
    if (known.isPresent()) {
      return known.map(Instant::parse).map(mark::uptimeMicros);
    }
    Optional<String[]> words = words(folder, STARTED);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    long micros = new BigDecimal(words.get()[0]).movePointRight(6).longValue();
    Instant told = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    Instant earliest =
        state.statuses().stream()
            .filter(status -> status.phase() == Phase.PREPARING)
            .map(LeaseReport.Status::at)
            .findFirst()
            .orElse(mark.anchor());
    long from = Math.min(uptime, mark.uptimeMicros(told.isBefore(earliest) ? earliest : told));
    folder.writeNote(BEGAN, mark.at(from).toString());
    return Optional.of(from);
  }

  private static long sinceStart(LeaseState state, long uptime) {
    return uptime - Objects.requireNonNull(state.start()).anchorUptimeMicros();
  }

  /** What the job wrote, if it wrote all of it. */
  private static Optional<String[]> words(LeaseFolder folder, String note) throws IOException {
    return folder.readNote(note).filter(text -> text.endsWith(" .")).map(text -> text.split(" "));
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream script = SlurmExecutor.class.getResourceAsStream(resource)) {
      AtomicFile.write(target, Objects.requireNonNull(script).readAllBytes());
    }
  }
}
