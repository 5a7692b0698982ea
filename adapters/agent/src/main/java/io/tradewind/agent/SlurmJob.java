package io.tradewind.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job as Slurm's queue shows it.
 *
 * @param exitCode as the shell counts: 128 and the signal's number for a signal
 * @param preemptedAt when Slurm decided that the job has to make way, once it did
 * @param endsAt when it ended, or has to end
 */
record SlurmJob(
    long id,
    String state,
    int exitCode,
    Optional<Instant> startedAt,
    Optional<Instant> endsAt,
    Optional<Instant> preemptedAt,
    String reason) {
  private static final Set<String> WAITING =
      Set.of(
          "PENDING",
          "CONFIGURING",
          "REQUEUED",
          "REQUEUE_HOLD",
          "REQUEUE_FED",
          "RESV_DEL_HOLD",
          "SPECIAL_EXIT");
  private static final Set<String> HERE =
      Set.of("RUNNING", "COMPLETING", "RESIZING", "SIGNALING", "STAGE_OUT", "STOPPED", "SUSPENDED");

  boolean isWaiting() {
    return WAITING.contains(state);
  }

  boolean isRunning() {
    return HERE.contains(state);
  }

  boolean isOver() {
    return !isWaiting() && !isRunning();
  }

  /** Why Slurm, or somebody in it, ended the job; empty when the job ended by itself. */
  Optional<String> failure() {
    return switch (state) {
      case "COMPLETED", "FAILED" -> Optional.empty();
      case "PREEMPTED" -> Optional.of("Slurm preempted it for a job of the owner's.");
      case "OUT_OF_MEMORY" ->
          Optional.of("It needed more memory than the lease has, and was ended.");
      default -> Optional.of("Slurm ended it: %s (%s).".formatted(state, reason));
    };
  }

  /**
   * Reads a line of {@code squeue} with the fields of {@link SlurmCommands}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static SlurmJob parse(String line) {
    String[] fields = line.split("\\|", -1);
    if (fields.length < 7) {
      throw new IllegalArgumentException("'%s' is no line of a job queue.".formatted(line));
    }
    return new SlurmJob(
        Long.parseLong(fields[0].strip()),
        fields[1].strip(),
        exitCode(number(fields[2])),
        instant(number(fields[3])),
        instant(number(fields[4])),
        instant(number(fields[5])),
        fields[6].strip());
  }

  private static long number(String field) {
    String text = field.strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  /** Slurm gives the status as {@code wait} does: the exit code above, the signal below. */
  static int exitCode(long status) {
    int signal = (int) (status & 0x7f);
    return signal > 0 ? 128 + signal : (int) (status >> 8);
  }

  /**
   * @param seconds 0 for none
   */
  static Optional<Instant> instant(long seconds) {
    return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
  }

  /**
   * The one word that {@code squeue} would show: a flag such as {@code COMPLETING} stands before
   * the state that it is added to.
   */
  static String shown(List<String> states) {
    return states.stream()
        .skip(1)
        .filter(flag -> WAITING.contains(flag) || HERE.contains(flag))
        .findFirst()
        .orElse(states.isEmpty() ? "UNKNOWN" : states.get(0));
  }
}
