package io.tradewind.agent;

import io.tradewind.agent.LeaseState.Ending;
import io.tradewind.agent.LeaseState.StartMark;
import io.tradewind.api.agent.LeaseSeal.UnopenableException;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How a lease moves on: start, read output, meter, end. Under the lock of its {@link LeaseRun}. */
final class LeaseSteps {
  private static final Logger LOG = Logger.getLogger(LeaseSteps.class.getName());
  private static final long GONE_FOR_SURE_MICROS = TimeUnit.SECONDS.toMicros(1);
  private static final Duration METER_EVERY = Duration.ofSeconds(5);

  /** While nobody listens, longer intervals do. */
  private static final Duration METER_WHEN_AWAY = Duration.ofSeconds(60);

  private static final Ending LOST =
      new Ending(Phase.FAILED, "lost: its process is gone, and nobody saw how it ended.");

  private final LeaseFolder folder;
  private final LeaseRecord record;
  private final LeaseRun.Surroundings around;
  private final Output output;
  private final UsageMeter meter;
  private final Outbox outbox;
  private final Deadline deadline;
  private final Pursuit pursuit = new Pursuit();
  private Optional<LeaseWork.Run> toRun = Optional.empty();
  private long goneSinceMicros = -1;
  private Optional<Reprieve> reprieve = Optional.empty();
  private Optional<Interruption> untold = Optional.empty();

  LeaseSteps(
      LeaseFolder folder,
      LeaseRecord record,
      LeaseRun.Surroundings around,
      Output output,
      UsageMeter meter,
      Outbox outbox)
      throws IOException {
    this.folder = folder;
    this.record = record;
    this.around = around;
    this.output = output;
    this.meter = meter;
    this.outbox = outbox;
    this.deadline = new Deadline(folder, around.machine());
  }

  /** What is to be started, until it is. */
  void toRun(LeaseWork.@Nullable Run run) {
    toRun = record.now().start() == null ? Optional.ofNullable(run) : Optional.empty();
  }

  /** What goes on elsewhere while this machine starts anew is tied to the new uptime. */
  void anchorAnew() throws IOException {
    StartMark mark = record.now().start();
    Machine machine = around.machine();
    if (mark != null
        && !record.now().isFinal()
        && !mark.bootId().equals(machine.bootId())
        && around.executors().of(mark).isElsewhere()) {
      record.keep(record.now().marked(mark(mark.executor())));
      contact();
    }
  }

  private StartMark mark(@Nullable String executor) {
    Machine machine = around.machine();
    return new StartMark(
        machine.bootId(), around.clock().instant(), machine.uptimeMicros(), executor);
  }

  /** There was word from the broker: the time to live begins anew. */
  void contact() throws IOException {
    if (!record.now().isFinal()) {
      deadline.prolong(record.now().timeToLiveSeconds());
    }
  }

  /** The provider takes the machine back: the workload may save itself, and is ended in time. */
  void interrupt(Interruption notice) throws IOException {
    LeaseState state = record.now();
    if (state.isFinal() || state.ending() != null || reprieve.isPresent()) {
      return;
    }
    if (state.start() == null) {
      record.end(Phase.FAILED, notice.reason());
      return;
    }
    Optional<Process> hook = around.executors().of(state.start()).startCheckpoint(folder, state);
    reprieve =
        Optional.of(
            Reprieve.grant(
                notice, around.clock().instant(), around.machine().uptimeMicros(), hook));
  }

  /** The owner's word that it takes the place back, as long as the broker was not told of it. */
  Optional<Interruption> untoldNotice() {
    return untold;
  }

  void noticeTold() {
    untold = Optional.empty();
  }

  /**
   * Does what is due.
   *
   * @param mayStart no older generation of the lease runs here any more
   */
  void tick(boolean mayStart) throws IOException, InterruptedException {
    if (record.now().isFinal()) {
      return;
    }
    if (record.now().start() == null) {
      tickBeforeStart(mayStart);
    } else {
      tickStarted(record.now().start());
    }
  }

  private void tickBeforeStart(boolean mayStart) throws IOException {
    Ending ending = record.now().ending();
    if (ending != null) {
      record.finish(ending.phase(), around.clock().instant(), null, ending.reason());
    } else if (deadline.isOver()) {
      record.end(Phase.FAILED, "It was not started: " + silence());
    } else if (toRun.isPresent() && mayStart) {
      start(toRun.get());
    }
  }

  private void start(LeaseWork.Run sealed) throws IOException {
    Executors.Choice choice = around.executors().choose(sealed);
    if (choice.executor().isEmpty()) {
      record.end(Phase.FAILED, choice.obstacle());
      return;
    }
    Executor executor = choice.executor().get();
    record.keep(record.now().told(Phase.PREPARING, around.clock().instant(), null, null));
    try {
      LeaseState state = record.now();
      LeaseWork.Run run = around.keys().open(state.leaseId(), state.generation(), sealed);
      executor.prepare(folder, state, run);
      record.keep(record.now().marked(mark(executor.name())));
      executor.start(folder, record.now());
      LOG.info("Lease %s: started workload %s".formatted(record.now().leaseId(), run.workloadId()));
    } catch (IOException | IllegalArgumentException | UnopenableException e) {
      record.finish(Phase.FAILED, around.clock().instant(), null, "Not started: " + e.getMessage());
    }
    toRun = Optional.empty();
  }

  private void tickStarted(StartMark mark) throws IOException, InterruptedException {
    long uptime = around.machine().uptimeMicros();
    Executor executor = around.executors().of(mark);
    Observation seen = executor.observe(folder, record.now());
    if (seen instanceof Observation.Starting) {
      enforce(uptime, uptime);
      pursue(executor, uptime);
    } else if (seen instanceof Observation.Running running) {
      goneSinceMicros = -1;
      tickRunning(mark, executor, running, uptime);
    } else if (seen instanceof Observation.Ended ended) {
      if (ended.failure().isPresent() && reprieve.isEmpty()) {
        untold = executor.notice(folder, record.now());
      }
      tickEnded(mark, ended);
    } else if (seen instanceof Observation.NeverRan never) {
      tickNeverRan(mark, never);
    } else if (seen instanceof Observation.Gone) {
      tickGone(mark, uptime);
    }
  }

  private void tickRunning(
      StartMark mark, Executor executor, Observation.Running running, long uptime)
      throws IOException, InterruptedException {
    Instant seenAt = mark.at(running.seenAtMicros());
    Instant startedAt = mark.at(running.startedAtMicros());
    tellRunning(startedAt);
    output.pump(mark.at(uptime), outbox.safeLines(), false);
    Duration every = deadline.isBrokerAway(uptime) ? METER_WHEN_AWAY : METER_EVERY;
    if (!meter.until().orElse(startedAt).plus(every).isAfter(seenAt)) {
      meter.meter(startedAt, seenAt, executor.processorSeconds(folder, record.now()));
    }
    Optional<Interruption> notice = executor.notice(folder, record.now());
    if (notice.isPresent() && reprieve.isEmpty() && record.now().ending() == null) {
      untold = notice;
      interrupt(notice.get());
    }
    enforce(running.startedAtMicros(), uptime);
    pursue(executor, uptime);
  }

  private void enforce(long startedAtMicros, long uptime) throws IOException {
    long ran = TimeUnit.MICROSECONDS.toSeconds(uptime - startedAtMicros);
    if (record.now().maxDurationSeconds() > 0 && ran >= record.now().maxDurationSeconds()) {
      record.end(Phase.FAILED, longestRun());
    } else if (deadline.isOver()) {
      record.end(Phase.FAILED, silence());
    } else if (reprieve.isPresent() && reprieve.get().isOver(uptime)) {
      record.end(Phase.FAILED, reprieve.get().reason());
    }
  }

  private void pursue(Executor executor, long uptime) throws IOException {
    if (record.now().ending() != null) {
      pursuit.step(signal -> executor.signal(folder, record.now(), signal), uptime, reprieve);
    }
  }

  private void tickEnded(StartMark mark, Observation.Ended ended)
      throws IOException, InterruptedException {
    Instant startedAt = mark.at(ended.startedAtMicros());
    tellRunning(startedAt);
    meter.meter(startedAt, mark.at(ended.endedAtMicros()), ended.processorSeconds());
    // The clock of another machine may be behind; what is metered stays.
    Instant endedAt = meter.until().orElse(startedAt);
    conclude(mark, endedAt);
    Optional<String> expired = folder.readExpired();
    Ending ending = record.now().ending();
    if (ending != null) {
      record.finish(ending.phase(), endedAt, null, ending.reason());
    } else if (expired.isPresent()) {
      boolean tooLong = expired.get().equals("duration");
      record.finish(Phase.FAILED, endedAt, null, tooLong ? longestRun() : silence());
    } else if (ended.failure().isPresent()) {
      record.finish(Phase.FAILED, endedAt, null, ended.failure().get());
    } else {
      record.finish(Phase.ENDED, endedAt, ended.exitCode(), null);
    }
  }

  private void tickNeverRan(StartMark mark, Observation.NeverRan never)
      throws IOException, InterruptedException {
    Instant now = around.clock().instant();
    conclude(mark, now);
    Ending ending =
        Objects.requireNonNullElse(record.now().ending(), new Ending(Phase.FAILED, never.reason()));
    record.finish(ending.phase(), now, null, ending.reason());
  }

  private void tickGone(StartMark mark, long uptime) throws IOException, InterruptedException {
    if (goneSinceMicros < 0) {
      goneSinceMicros = uptime;
    }
    if (uptime - goneSinceMicros >= GONE_FOR_SURE_MICROS) {
      Instant at = meter.until().orElse(mark.anchor());
      conclude(mark, at);
      Ending ending =
          record.now().ending() != null && pursuit.hasBegun() ? record.now().ending() : LOST;
      record.finish(ending.phase(), at, null, ending.reason());
    }
  }

  private void conclude(StartMark mark, Instant at) throws IOException, InterruptedException {
    around.executors().of(mark).sweep(folder, record.now());
    while (output.pump(at, outbox.safeLines(), true)) {
      continue;
    }
    output.close(at);
  }

  private void tellRunning(Instant startedAt) throws IOException {
    boolean told =
        record.now().statuses().stream().anyMatch(status -> status.phase() == Phase.RUNNING);
    if (!told) {
      record.keep(record.now().told(Phase.RUNNING, startedAt, null, null));
    }
  }

  private String longestRun() {
    return "It ran for its longest time, %d s.".formatted(record.now().maxDurationSeconds());
  }

  private String silence() {
    return "There was no word from the broker for %d s, the lease's time to live."
        .formatted(record.now().timeToLiveSeconds());
  }
}
