package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.util.Optional;

/**
 * Runs workloads somewhere. What it does outlives the agent, and the next agent finds it by the
 * lease's folder alone. All calls for one lease come one after the other, from the thread that
 * moves all leases on, so none may take longer than a moment.
 */
interface Executor {
  /** How it is called on the command line, in the inventory and in the state of a lease. */
  String name();

  /** Why nothing can be run with it on this machine; empty when it can. */
  Optional<String> obstacle();

  /** Why it does not run this workload, though it may run others; empty when it does. */
  Optional<String> refusal(LeaseWork.Run run);

  /** Lays out what will run. Nothing runs yet, and it may be repeated. */
  void prepare(LeaseFolder folder, LeaseState state, LeaseWork.Run run) throws IOException;

  /**
   * Starts what was prepared. Called once for a lease and generation, after its start mark is safe
   * on disk.
   */
  void start(LeaseFolder folder, LeaseState state) throws IOException;

  /**
   * Starts what the workload wants run when its machine is taken back: shell lines in the variable
   * {@code TRADEWIND_CHECKPOINT} of its environment. Its output is the workload's.
   *
   * @return lives as long as the hook runs
   */
  Optional<Process> startCheckpoint(LeaseFolder folder, LeaseState state) throws IOException;

  /** How a started lease is now. */
  Observation observe(LeaseFolder folder, LeaseState state) throws IOException;

  /**
   * Sends a signal, {@code TERM} or {@code KILL}, to all of the workload; false when there is
   * nothing to hear it yet.
   */
  boolean signal(LeaseFolder folder, LeaseState state, String signal) throws IOException;

  /** Ends and removes whatever of the lease is left when it is over, or lost. */
  void sweep(LeaseFolder folder, LeaseState state) throws IOException;

  /** Used by the workload since its start, as far as can be seen. */
  double processorSeconds(LeaseFolder folder, LeaseState state) throws IOException;

  /** The owner's word that the place of this lease is taken back; the same may be told again. */
  default Optional<Interruption> notice(LeaseFolder folder, LeaseState state) {
    return Optional.empty();
  }

  /** What it may offer in place of this machine; empty when it offers this machine. */
  default Optional<Capacity> capacity() throws IOException {
    return Optional.empty();
  }

  /**
   * It runs workloads on other machines than this one: they go on when this one starts anew, and
   * are found again then.
   */
  default boolean isElsewhere() {
    return false;
  }
}
