package io.tradewind.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slurm through its own commands. A controller that is away is answered for within seconds. */
final class SlurmCommands implements Slurm {
  private static final long PATIENCE_SECONDS = 10;
  private static final String FIELDS =
      "JobID:20|,State:20|,exit_code:20|,StartTime:20|,EndTime:20|,PreemptTime:20|,Reason:60";
  private static final Pattern MEMORY = Pattern.compile("(\\d+(?:\\.\\d+)?)([KMGT]?)");

  @Override
  public Optional<String> obstacle() {
    return List.of("sbatch", "squeue", "scancel", "scontrol").stream()
        .filter(program -> Programs.find(program).isEmpty())
        .findFirst()
        .map("The slurm executor needs %s, of Slurm's client commands."::formatted);
  }

  @Override
  public long submit(SlurmSubmission job, List<String> script) throws IOException {
    List<String> command = new ArrayList<>(List.of("sbatch", "--parsable"));
    command.addAll(options(job));
    command.addAll(script);
    Programs.Answer answer = ask(command);
    // With a federation the cluster's name follows.
    String number = lastLine(answer.text()).split(";")[0];
    if (answer.exitCode() > 0 || !number.matches("\\d{1,18}")) {
      throw new RefusedException("Slurm does not take the job: " + answer.text());
    }
    return Long.parseLong(number);
  }

  private static List<String> options(SlurmSubmission job) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--job-name=" + job.name(),
                "--partition=" + job.partition(),
                "--nodes=" + job.nodes(),
                "--ntasks=" + job.nodes(),
                "--ntasks-per-node=1",
                "--cpus-per-task=" + job.cpusPerTask(),
                "--no-requeue",
                "--export=NIL",
                "--output=" + job.output(),
                "--chdir=" + job.folder()));
    if (job.memoryMib() > 0) {
      words.add("--mem=%dM".formatted(job.memoryMib()));
    }
    if (job.minutes() > 0) {
      words.add("--time=" + job.minutes());
    }
    Optional.ofNullable(job.gres()).ifPresent(gres -> words.add("--gres=" + gres));
    Optional.ofNullable(job.account()).ifPresent(account -> words.add("--account=" + account));
    Optional.ofNullable(job.user()).ifPresent(user -> words.add("--uid=" + user));
    Optional.ofNullable(job.comment()).ifPresent(comment -> words.add("--comment=" + comment));
    return words;
  }

  @Override
  public Optional<Long> find(String name) throws IOException {
    Programs.Answer answer =
        good(ask(List.of("squeue", "--noheader", "--states=all", "--name=" + name, "-o", "%A")));
    return answer
        .text()
        .lines()
        .filter(it -> it.matches("\\d+"))
        .map(Long::parseLong)
        .max(Long::compare);
  }

  @Override
  public Map<Long, SlurmJob> jobs(Collection<Long> ids) throws IOException {
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

  @Override
  public boolean reachesScripts() {
    return true;
  }

  @Override
  public boolean signal(long job, String signal) throws IOException {
    return ask(List.of("scancel", "--batch", "--signal=" + signal, Long.toString(job))).isGood();
  }

  @Override
  public boolean end(long job) throws IOException {
    String id = Long.toString(job);
    ask(List.of("scancel", "--full", "--signal=KILL", id));
    return ask(List.of("scancel", id)).isGood();
  }

  @Override
  public List<SlurmNode> nodes() throws IOException {
    return good(ask(List.of("scontrol", "--oneliner", "--details", "show", "nodes")))
        .text()
        .lines()
        .filter(line -> line.startsWith("NodeName="))
        .map(SlurmCommands::node)
        .toList();
  }

  private static SlurmNode node(String line) {
    Map<String, String> fields = fields(line);
    // An asterisk means that the node does not answer.
    String state = fields.getOrDefault("State", "UNKNOWN").replace("*", "+DOWN");
    return new SlurmNode(
        fields.getOrDefault("NodeName", ""),
        List.of(fields.getOrDefault("Partitions", "").split(",")),
        Set.copyOf(List.of(state.split("\\+")).stream().distinct().toList()),
        fields.getOrDefault("Arch", "x86_64"),
        number(fields, "CPUTot"),
        number(fields, "CPUAlloc"),
        number(fields, "RealMemory"),
        number(fields, "AllocMem"),
        fields.getOrDefault("Gres", ""),
        fields.getOrDefault("GresUsed", ""));
  }

  private static Map<String, String> fields(String line) {
    Map<String, String> fields = new HashMap<>();
    for (String word : line.split("\\s+")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return fields;
  }

  private static long number(Map<String, String> fields, String name) {
    String text = fields.getOrDefault(name, "0");
    return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
  }

  @Override
  public List<SlurmHolding> running(String partition) throws IOException {
    return good(ask(
            List.of(
                "squeue",
                "--noheader",
                "--states=running,completing,suspended",
                "--partition=" + partition,
                "-o",
                "%D|%C|%m|%b|%N|%j")))
        .text()
        .lines()
        .filter(line -> line.contains("|"))
        .map(SlurmCommands::holding)
        .toList();
  }

  /** The name comes last: whoever submits a job names it as they like. */
  static SlurmHolding holding(String line) {
    String[] job = line.split("\\|", 6);
    return new SlurmHolding(
        job[5],
        Integer.parseInt(job[0]),
        Long.parseLong(job[1]),
        mebibytes(job[2]),
        job[3],
        SlurmNames.of(job[4]));
  }

  /** As {@code squeue} writes memory: a number and K, M, G or T. */
  private static long mebibytes(String text) {
    Matcher matcher = MEMORY.matcher(text);
    if (!matcher.lookingAt()) {
      return 0;
    }
    double factor =
        switch (matcher.group(2)) {
          case "K" -> 1.0 / 1024;
          case "G" -> 1024;
          case "T" -> 1024 * 1024;
          default -> 1;
        };
    return Math.round(Double.parseDouble(matcher.group(1)) * factor);
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
