package io.tradewind.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Slurm through its own commands. A controller that is away is answered for within seconds. */
class SlurmCommands {
  private static final long PATIENCE_SECONDS = 10;
  private static final String FIELDS =
      "JobID:20|,State:20|,exit_code:20|,StartTime:20|,EndTime:20|,PreemptTime:20|,Reason:60";

  /** Slurm has said no; it need not be asked again. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** The number of the new job. */
  long submit(List<String> options, List<String> scriptAndArguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sbatch", "--parsable"));
    command.addAll(options);
    command.addAll(scriptAndArguments);
    Programs.Answer answer = ask(command);
    // With a federation the cluster's name follows.
    String number = lastLine(answer.text()).split(";")[0];
    if (answer.exitCode() > 0 || !number.matches("\\d{1,18}")) {
      throw new RefusedException("Slurm does not take the job: " + answer.text());
    }
    return Long.parseLong(number);
  }

  /** The job of a name, the youngest if there are more. */
  Optional<Long> find(String name) throws IOException {
    Programs.Answer answer =
        good(ask(List.of("squeue", "--noheader", "--states=all", "--name=" + name, "-o", "%A")));
    return answer
        .text()
        .lines()
        .filter(it -> it.matches("\\d+"))
        .map(Long::parseLong)
        .max(Long::compare);
  }

  /** What Slurm still knows of jobs, by their numbers. */
  Map<Long, SlurmJob> jobs(Collection<Long> ids) throws IOException {
    String list = String.join(",", ids.stream().map(String::valueOf).toList());
    Programs.Answer answer =
        ask(
            List.of(
                "squeue", "--noheader", "--states=all", "--jobs=" + list, "--Format=" + FIELDS));
    if (!answer.isGood() && answer.text().contains("Invalid job id")) {
      return Map.of();
    }
    Map<Long, SlurmJob> jobs = new HashMap<>();
    for (String line : good(answer).text().lines().filter(it -> it.contains("|")).toList()) {
      SlurmJob job = SlurmJob.parse(line);
      jobs.put(job.id(), job);
    }
    return jobs;
  }

  /** A signal for the batch script; Slurm hands it to nobody else. */
  boolean signal(long job, String signal) throws IOException {
    return ask(List.of("scancel", "--batch", "--signal=" + signal, Long.toString(job))).isGood();
  }

  /** Ends a job at once, or takes it from the queue. */
  boolean end(long job) throws IOException {
    String id = Long.toString(job);
    ask(List.of("scancel", "--full", "--signal=KILL", id));
    return ask(List.of("scancel", id)).isGood();
  }

  /** One line a node, as {@code scontrol} writes them. */
  List<String> nodes() throws IOException {
    return good(ask(List.of("scontrol", "--oneliner", "--details", "show", "nodes")))
        .text()
        .lines()
        .filter(line -> line.startsWith("NodeName="))
        .toList();
  }

  /** Name, nodes, processors, memory and GRES of each node, of the jobs that run in a partition. */
  List<String> running(String partition) throws IOException {
    return good(ask(
            List.of(
                "squeue",
                "--noheader",
                "--states=running,completing,suspended",
                "--partition=" + partition,
                "-o",
                "%j|%D|%C|%m|%b")))
        .text()
        .lines()
        .filter(line -> line.contains("|"))
        .toList();
  }

  private static Programs.Answer ask(List<String> command) throws IOException {
    List<String> timed = new ArrayList<>(List.of("env", "LC_ALL=C", "SLURM_TIME_FORMAT=%s"));
    timed.addAll(command);
    return Programs.ask(PATIENCE_SECONDS, timed);
  }

  private static Programs.Answer good(Programs.Answer answer) throws IOException {
    if (!answer.isGood()) {
      throw new IOException("Slurm does not answer: " + answer.text());
    }
    return answer;
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1).strip();
  }
}
