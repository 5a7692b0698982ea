package io.tradewind.agent;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the executor asks of a Slurm, whichever way it is reached. */
interface Slurm {
  /** Slurm has said no; it need not be asked again. */
  final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Why it cannot be asked from this machine; empty when it can. */
  Optional<String> obstacle();

  /**
   * Hands over a job.
   *
   * @param script a file on the nodes' shared file system, and its arguments
   * @return the number of the new job
   */
  long submit(SlurmSubmission job, List<String> script) throws IOException;

  /** The job of a name, the youngest if there are more. */
  Optional<Long> find(String name) throws IOException;

  /** What Slurm still knows of jobs, by their numbers. */
  Map<Long, SlurmJob> jobs(Collection<Long> ids) throws IOException;

  /** Whether a signal can be sent to a job's script alone, and not to all of its processes. */
  boolean reachesScripts();

  /** A signal for the batch script; Slurm hands it to nobody else. */
  boolean signal(long job, String signal) throws IOException;

  /** Ends a job at once, or takes it from the queue. */
  boolean end(long job) throws IOException;

  List<SlurmNode> nodes() throws IOException;

  /** What the jobs hold that run in a partition. */
  List<SlurmHolding> running(String partition) throws IOException;
}
