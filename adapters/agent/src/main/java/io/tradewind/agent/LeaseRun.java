package io.tradewind.agent;

import io.tradewind.agent.LeaseState.Ending;
import io.tradewind.agent.LeaseState.StartMark;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The life of one lease and generation on this machine. {@link #tick} moves it: start, read output,
 * meter, end. Whatever it decides is on disk before it acts, so that a killed agent goes on where
 * it was. Thread-safe.
 */
final class LeaseRun {
  private static final Logger LOG = Logger.getLogger(LeaseRun.class.getName());
  private static final long GONE_FOR_SURE_MICROS = TimeUnit.SECONDS.toMicros(1);
  private static final Duration METER_EVERY = Duration.ofSeconds(5);

  /** While nobody listens, longer intervals do. */
  private static final Duration METER_WHEN_AWAY = Duration.ofSeconds(60);

  private static final Ending LOST =
      new Ending(Phase.FAILED, "lost: its process is gone, and nobody saw how it ended.");

  /**
   * What a run needs of its surroundings.
   *
   * @param logBytes how much log may wait for the broker
   */
  record Surroundings(Machine machine, SteeredClock clock, Executors executors, long logBytes) {}

  private final LeaseFolder folder;
  private final Surroundings around;
  private final LogJournal journal;
  private final Output output;
  private final UsageMeter meter;
  private final Outbox outbox;
  private LeaseState state;
  private Optional<LeaseWork.Run> toRun = Optional.empty();
  private final Deadline deadline;
  private long goneSinceMicros = -1;
  private final Pursuit pursuit = new Pursuit();
  private Optional<Reprieve> reprieve = Optional.empty();
  private Optional<Interruption> untold = Optional.empty();

  private LeaseRun(LeaseFolder folder, LeaseState state, Surroundings around) throws IOException {
    this.folder = folder;
    this.state = state;
    this.around = around;
    this.journal = LogJournal.open(folder.path());
    this.output = new Output(folder, journal, around.logBytes());
    this.meter = UsageMeter.open(folder.path());
    this.outbox = new Outbox(folder, journal, meter, folder.readDelivered());
    this.deadline = new Deadline(folder, around.machine());
  }

  /** Takes a lease on, on disk before the broker is told. */
  static LeaseRun accept(LeaseFolder folder, LeaseWork work, Surroundings around)
      throws IOException {
    Instant now = around.clock().instant();
    LeaseState state = LeaseState.of(work);
    if (work.action() == LeaseWork.Action.RUN) {
      folder.writeState(state.told(Phase.ACCEPTED, now, null, null));
    } else {
      folder.writeState(state.told(Phase.STOPPED, now, null, "It was not here."));
    }
    LeaseRun run = restore(folder, around);
    run.hear(work);
    return run;
  }

  /** Goes on with a lease that an earlier run of the agent took on. */
  static LeaseRun restore(LeaseFolder folder, Surroundings around) throws IOException {
    LeaseState state =
        folder.readState().orElseThrow(() -> new IOException(folder.path() + " has no state."));
    LeaseRun run = new LeaseRun(folder, state, around);
    run.anchorAnew();
    return run;
  }

  /** What goes on elsewhere while this machine starts anew is tied to the new uptime. */
  private void anchorAnew() throws IOException {
    StartMark mark = state.start();
    Machine machine = around.machine();
    if (mark != null
        && !state.isFinal()
        && !mark.bootId().equals(machine.bootId())
        && around.executors().of(mark).outlivesMachine()) {
      keep(state.marked(mark(mark.executor())));
      contact();
    }
  }

  private StartMark mark(@Nullable String executor) {
    Machine machine = around.machine();
    return new StartMark(
        machine.bootId(), around.clock().instant(), machine.uptimeMicros(), executor);
  }

  synchronized String leaseId() {
    return state.leaseId();
  }

  synchronized long generation() {
    return state.generation();
  }

  /** Nothing of it runs any more, and nothing will. */
  synchronized boolean isOver() {
    return state.isFinal();
  }

  /** Over, and nothing is left to tell. */
  synchronized boolean isSettled() {
    return state.isFinal() && (state.abandoned() || outbox.isEmpty(state));
  }

  synchronized Heartbeat.LeaseState forHeartbeat() {
    Phase phase = state.last().map(LeaseReport.Status::phase).orElse(Phase.ACCEPTED);
    return new Heartbeat.LeaseState(state.leaseId(), state.generation(), phase);
  }

  /** What the broker wants of it now; the same may be heard again. */
  synchronized void hear(LeaseWork work) throws IOException {
    if (state.isFinal()) {
      outbox.repeatFinal(state);
      return;
    }
    switch (work.action()) {
      case RUN -> {
        toRun = state.start() == null ? Optional.ofNullable(work.run()) : Optional.empty();
        keep(state.livingFor(work.timeToLiveSeconds()));
        contact();
      }
      case STOP -> end(Phase.STOPPED, "The broker ended it.");
    }
  }

  /** There was word from the broker: the time to live begins anew. */
  synchronized void contact() throws IOException {
    if (!state.isFinal()) {
      deadline.prolong(state.timeToLiveSeconds());
    }
  }

  /** Ends the workload. The first reason stands. */
  synchronized void end(Phase phase, String reason) throws IOException {
    if (!state.isFinal() && state.ending() == null) {
      keep(state.ending(new Ending(phase, reason)));
    }
  }

  /** The provider takes the machine back: the workload may save itself, and is ended in time. */
  synchronized void interrupt(Interruption notice) throws IOException {
    if (state.isFinal() || state.ending() != null || reprieve.isPresent()) {
      return;
    }
    if (state.start() == null) {
      end(Phase.FAILED, notice.reason());
      return;
    }
    Optional<Process> hook = around.executors().of(state.start()).startCheckpoint(folder, state);
    reprieve =
        Optional.of(
            Reprieve.grant(
                notice, around.clock().instant(), around.machine().uptimeMicros(), hook));
  }

  /** The owner's word that it takes the place back, as long as the broker was not told of it. */
  synchronized Optional<Interruption> untoldNotice() {
    return untold;
  }

  synchronized void noticeTold() {
    untold = Optional.empty();
  }

  /** The broker has taken the lease from us: end it, tell nothing more. */
  synchronized void abandon(String reason) throws IOException {
    if (!isSettled()) {
      LOG.warning("Lease %s is no longer ours: %s".formatted(state.leaseId(), reason));
      keep(state.abandon());
      end(Phase.STOPPED, reason);
    }
  }

  synchronized Optional<Outbox.Message> nextMessage() throws IOException {
    return state.abandoned() ? Optional.empty() : outbox.next(state);
  }

  synchronized void delivered(Outbox.Message message, long nextSequence) throws IOException {
    outbox.delivered(message, nextSequence);
  }

  /** The broker will never take it: it is kept as evidence, and the rest goes on. */
  synchronized void undeliverable(Outbox.Message message, String refusal) throws IOException {
    LOG.severe("Lease %s: a report is refused for good: %s".formatted(state.leaseId(), refusal));
    folder.keepEvidence(message, refusal);
    outbox.delivered(message, outbox.after(message));
  }

  /** Removes what only a live lease needs; what is left remembers that it was run here. */
  synchronized void shrink() throws IOException {
    folder.shrink();
  }

  /**
   * Does what is due.
   *
   * @param mayStart no older generation of the lease runs here any more
   */
  synchronized void tick(boolean mayStart) throws IOException, InterruptedException {
    if (state.isFinal()) {
      return;
    }
    if (state.start() == null) {
      tickBeforeStart(mayStart);
    } else {
      tickStarted(state.start());
    }
  }

  private void tickBeforeStart(boolean mayStart) throws IOException {
    Ending ending = state.ending();
    if (ending != null) {
      finish(ending.phase(), around.clock().instant(), null, ending.reason());
    } else if (deadline.isOver()) {
      end(Phase.FAILED, "It was not started: " + silence());
    } else if (toRun.isPresent() && mayStart) {
      start(toRun.get());
    }
  }

  private void start(LeaseWork.Run run) throws IOException {
    Executors.Choice choice = around.executors().choose(run);
    if (choice.executor().isEmpty()) {
      end(Phase.FAILED, choice.obstacle());
      return;
    }
    Executor executor = choice.executor().get();
    keep(state.told(Phase.PREPARING, around.clock().instant(), null, null));
    try {
      executor.prepare(folder, state, run);
      keep(state.marked(mark(executor.name())));
      executor.start(folder, state);
      LOG.info("Lease %s: started workload %s".formatted(state.leaseId(), run.workloadId()));
    } catch (IOException | IllegalArgumentException e) {
      finish(Phase.FAILED, around.clock().instant(), null, "Not started: " + e.getMessage());
    }
    toRun = Optional.empty();
  }

  private void tickStarted(StartMark mark) throws IOException, InterruptedException {
    long uptime = around.machine().uptimeMicros();
    Executor executor = around.executors().of(mark);
    Observation seen = executor.observe(folder, state);
    if (seen instanceof Observation.Starting) {
      enforce(uptime, uptime);
      pursue(executor, uptime);
    } else if (seen instanceof Observation.Running running) {
      goneSinceMicros = -1;
      tickRunning(mark, executor, running, uptime);
    } else if (seen instanceof Observation.Ended ended) {
      if (ended.failure().isPresent() && reprieve.isEmpty()) {
        untold = executor.notice(folder, state);
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
      meter.meter(startedAt, seenAt, executor.processorSeconds(folder, state));
    }
    Optional<Interruption> notice = executor.notice(folder, state);
    if (notice.isPresent() && reprieve.isEmpty() && state.ending() == null) {
      untold = notice;
      interrupt(notice.get());
    }
    enforce(running.startedAtMicros(), uptime);
    pursue(executor, uptime);
  }

  private void enforce(long startedAtMicros, long uptime) throws IOException {
    long ran = TimeUnit.MICROSECONDS.toSeconds(uptime - startedAtMicros);
    if (state.maxDurationSeconds() > 0 && ran >= state.maxDurationSeconds()) {
      end(Phase.FAILED, longestRun());
    } else if (deadline.isOver()) {
      end(Phase.FAILED, silence());
    } else if (reprieve.isPresent() && reprieve.get().isOver(uptime)) {
      end(Phase.FAILED, reprieve.get().reason());
    }
  }

  private void pursue(Executor executor, long uptime) throws IOException {
    if (state.ending() != null) {
      pursuit.step(signal -> executor.signal(folder, state, signal), uptime, reprieve);
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
    Ending ending = state.ending();
    if (ending != null) {
      finish(ending.phase(), endedAt, null, ending.reason());
    } else if (expired.isPresent()) {
      boolean tooLong = expired.get().equals("duration");
      finish(Phase.FAILED, endedAt, null, tooLong ? longestRun() : silence());
    } else if (ended.failure().isPresent()) {
      finish(Phase.FAILED, endedAt, null, ended.failure().get());
    } else {
      finish(Phase.ENDED, endedAt, ended.exitCode(), null);
    }
  }

  private void tickNeverRan(StartMark mark, Observation.NeverRan never)
      throws IOException, InterruptedException {
    Instant now = around.clock().instant();
    conclude(mark, now);
    Ending ending =
        Objects.requireNonNullElse(state.ending(), new Ending(Phase.FAILED, never.reason()));
    finish(ending.phase(), now, null, ending.reason());
  }

  private void tickGone(StartMark mark, long uptime) throws IOException, InterruptedException {
    if (goneSinceMicros < 0) {
      goneSinceMicros = uptime;
    }
    if (uptime - goneSinceMicros >= GONE_FOR_SURE_MICROS) {
      Instant at = meter.until().orElse(mark.anchor());
      conclude(mark, at);
      Ending ending = state.ending() != null && pursuit.hasBegun() ? state.ending() : LOST;
      finish(ending.phase(), at, null, ending.reason());
    }
  }

  private void conclude(StartMark mark, Instant at) throws IOException, InterruptedException {
    around.executors().of(mark).sweep(folder, state);
    while (output.pump(at, outbox.safeLines(), true)) {
      continue;
    }
    output.close(at);
  }

  private void tellRunning(Instant startedAt) throws IOException {
    boolean told = state.statuses().stream().anyMatch(status -> status.phase() == Phase.RUNNING);
    if (!told) {
      keep(state.told(Phase.RUNNING, startedAt, null, null));
    }
  }

  private void finish(Phase phase, Instant at, @Nullable Integer exitCode, @Nullable String reason)
      throws IOException {
    keep(state.told(phase, at, exitCode, reason));
    String how = exitCode != null ? "exit code " + exitCode : reason;
    LOG.log(Level.INFO, "Lease {0}: {1}, {2}", new Object[] {state.leaseId(), phase, how});
  }

  private String longestRun() {
    return "It ran for its longest time, %d s.".formatted(state.maxDurationSeconds());
  }

  private String silence() {
    return "There was no word from the broker for %d s, the lease's time to live."
        .formatted(state.timeToLiveSeconds());
  }

  private void keep(LeaseState next) throws IOException {
    folder.writeState(next);
    state = next;
  }
}
