package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How a workload's first process is started on this machine, and what is between it and us. */
interface Launcher {
  String name();

  /** Why this machine cannot; empty when it can. */
  Optional<String> obstacle();

  /** Why it does not start this workload. */
  Optional<String> refusal(LeaseWork.Run run);

  /**
   * Writes the lease's {@code launch.sh}, whose process becomes the workload's first, and what that
   * needs. May be repeated.
   */
  void layOut(LeaseFolder folder, LeaseState state, LeaseWork.Run run) throws IOException;

  /** Runs the lease's {@code checkpoint.sh} where the workload runs. */
  List<String> checkpointCommand(LeaseFolder folder, LeaseState state) throws IOException;

  /** Whether the program that is launched needs this variable of the agent's environment. */
  default boolean keeps(String variable) {
    return false;
  }

  /** Why a workload that ended badly was ended by this machine, such as for want of memory. */
  default Optional<String> failure(LeaseFolder folder, int exitCode) throws IOException {
    return Optional.empty();
  }

  /** Removes what the launcher has put anywhere but in the lease's folder. May be repeated. */
  default void tidy(LeaseFolder folder, LeaseState state) throws IOException {}
}
