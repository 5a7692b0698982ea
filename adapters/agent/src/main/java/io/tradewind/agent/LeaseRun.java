package io.tradewind.agent;

import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.Phase;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Logger;

/**
 * One lease and generation on this machine: what the broker wants of it, what the broker is told,
 * and {@link #tick}, which moves it on. Whatever it decides is on disk before it acts, so that a
 * killed agent goes on where it was. Thread-safe.
 */
final class LeaseRun {
  private static final Logger LOG = Logger.getLogger(LeaseRun.class.getName());

  /**
   * What a run needs of its surroundings.
   *
   * @param keys which open what is for this agent alone
   * @param logBytes how much log may wait for the broker
   */
  record Surroundings(
      Machine machine, SteeredClock clock, Executors executors, SealKeys keys, long logBytes) {}

  private final LeaseFolder folder;
  private final LeaseRecord record;
  private final LeaseSteps steps;
  private final Outbox outbox;
  private final Machine machine;
  private Optional<Readiness> readiness = Optional.empty();

  private LeaseRun(LeaseFolder folder, LeaseState state, Surroundings around) throws IOException {
    this.folder = folder;
    this.machine = around.machine();
    this.record = new LeaseRecord(folder, state);
    LogJournal journal = LogJournal.open(folder.path());
    Output output = new Output(folder, journal, around.logBytes());
    UsageMeter meter = UsageMeter.open(folder.path());
    this.outbox = new Outbox(folder, journal, meter, folder.readDelivered());
    this.steps = new LeaseSteps(folder, record, around, output, meter, outbox);
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
    run.steps.anchorAnew();
    return run;
  }

  synchronized String leaseId() {
    return record.now().leaseId();
  }

  synchronized long generation() {
    return record.now().generation();
  }

  /** Nothing of it runs any more, and nothing will. */
  synchronized boolean isOver() {
    return record.now().isFinal();
  }

  /** Over, and nothing is left to tell. */
  synchronized boolean isSettled() {
    return record.now().isFinal() && (record.now().abandoned() || outbox.isEmpty(record.now()));
  }

  synchronized Heartbeat.LeaseState forHeartbeat() {
    Phase phase = record.now().last().map(LeaseReport.Status::phase).orElse(Phase.ACCEPTED);
    Boolean ready = readiness.map(Readiness::isReady).orElse(null);
    return new Heartbeat.LeaseState(
        record.now().leaseId(), record.now().generation(), phase, ready);
  }

  /** What the broker wants of it now; the same may be heard again. */
  synchronized void hear(LeaseWork work) throws IOException {
    if (record.now().isFinal()) {
      outbox.repeatFinal(record.now());
      return;
    }
    switch (work.action()) {
      case RUN -> {
        readiness = readiness.or(() -> Readiness.of(work.run()));
        steps.toRun(work.run());
        record.keep(record.now().livingFor(work.timeToLiveSeconds()));
        steps.contact();
        if (work.reclaim() != null) {
          steps.interrupt(new Interruption(work.reclaim().at(), work.reclaim().reason()));
        }
      }
      case STOP -> record.end(Phase.STOPPED, "The broker ended it.");
    }
  }

  /** There was word from the broker: the time to live begins anew. */
  synchronized void contact() throws IOException {
    steps.contact();
  }

  /** Ends the workload. The first reason stands. */
  synchronized void end(Phase phase, String reason) throws IOException {
    record.end(phase, reason);
  }

  /** The provider takes the machine back: the workload may save itself, and is ended in time. */
  synchronized void interrupt(Interruption notice) throws IOException {
    steps.interrupt(notice);
  }

  /** The owner's word that it takes the place back, as long as the broker was not told of it. */
  synchronized Optional<Interruption> untoldNotice() {
    return steps.untoldNotice();
  }

  synchronized void noticeTold() {
    steps.noticeTold();
  }

  /** The broker has taken the lease from us: end it, tell nothing more. */
  synchronized void abandon(String reason) throws IOException {
    if (!isSettled()) {
      LOG.warning("Lease %s is no longer ours: %s".formatted(record.now().leaseId(), reason));
      record.keep(record.now().abandon());
      record.end(Phase.STOPPED, reason);
    }
  }

  synchronized Optional<Outbox.Message> nextMessage() throws IOException {
    return record.now().abandoned() ? Optional.empty() : outbox.next(record.now());
  }

  synchronized void delivered(Outbox.Message message, long nextSequence) throws IOException {
    outbox.delivered(message, nextSequence);
  }

  /** The broker will never take it: it is kept as evidence, and the rest goes on. */
  synchronized void undeliverable(Outbox.Message message, String refusal) throws IOException {
    LOG.severe(
        "Lease %s: a report is refused for good: %s".formatted(record.now().leaseId(), refusal));
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
    steps.tick(mayStart);
    boolean running = record.now().last().filter(it -> it.phase() == Phase.RUNNING).isPresent();
    if (running && readiness.isPresent()) {
      CompletableFuture<Void> unused = readiness.get().tick(machine.uptimeMicros());
    }
  }
}
