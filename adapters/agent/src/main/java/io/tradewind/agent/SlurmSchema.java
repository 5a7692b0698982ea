package io.tradewind.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What slurmrestd's messages look like. They changed with 23.02 (v0.0.39): numbers are objects with
 * {@code set} and {@code number} since, states are lists, exit codes are taken apart. Answers are
 * read as they come, whichever it is.
 *
 * @param version the last part of such as {@code v0.0.38}
 */
record SlurmSchema(int version) {
  /** 22.05 speaks the first, 25.05 the last. */
  private static final int OLDEST = 37;

  private static final int NEWEST = 43;

  private static final int TAKEN_APART = 39;
  private static final int SCRIPT_IN_JOB = 40;
  private static final String SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @throws IOException when none of the versions is known here
   */
  static SlurmSchema newestOf(List<Integer> versions) throws IOException {
    return versions.stream()
        .filter(version -> version >= OLDEST && version <= NEWEST)
        .max(Integer::compare)
        .map(SlurmSchema::new)
        .orElseThrow(
            () ->
                new IOException(
                    "Slurm's REST daemon speaks v0.0.n for n in %s; known here are %d to %d."
                        .formatted(versions, OLDEST, NEWEST)));
  }

  String path(String rest) {
    return "slurm/v0.0.%d/%s".formatted(version, rest);
  }

  /** A job to be submitted; its script is one line that runs a file of the shared file system. */
  JsonNode body(SlurmSubmission job, List<String> script) {
    boolean apart = version >= TAKEN_APART;
    String line = "#!/bin/sh\nexec /bin/sh %s\n".formatted(ShellScript.command(script));
    ObjectNode body = JSON.createObjectNode();
    ObjectNode told = JSON.createObjectNode();
    (version >= SCRIPT_IN_JOB ? told : body).put("script", line);
    told.put("name", job.name())
        .put("partition", job.partition())
        .put("tasks", job.nodes())
        .put("tasks_per_node", 1)
        .put("cpus_per_task", job.cpusPerTask())
        .put("requeue", false)
        .put("standard_output", job.output())
        .put("current_working_directory", job.folder());
    told.set("environment", environment(apart));
    if (apart) {
      told.put("nodes", Integer.toString(job.nodes()));
    } else {
      told.set("nodes", JSON.createArrayNode().add(job.nodes()).add(job.nodes()));
    }
    Optional.ofNullable(job.account()).ifPresent(account -> told.put("account", account));
    Optional.ofNullable(job.comment()).ifPresent(comment -> told.put("comment", comment));
    Optional.ofNullable(job.gres())
        .ifPresent(gres -> told.put(apart ? "tres_per_node" : "gres", apart ? tres(gres) : gres));
    put(told, "memory_per_node", job.memoryMib(), apart);
    put(told, "time_limit", job.minutes(), apart);
    body.set("job", told);
    return body;
  }

  private static void put(ObjectNode job, String name, long value, boolean apart) {
    if (value > 0 && apart) {
      job.set(name, JSON.createObjectNode().put("set", true).put("number", value));
    } else if (value > 0) {
      job.put(name, value);
    }
  }

  /** As {@code gres/gpu:h100:4}. */
  private static String tres(String gres) {
    return "gres/" + gres;
  }

  /** Slurm wants one that is not empty. Clusters without a usual place for it tell theirs. */
  private static JsonNode environment(boolean apart) {
    List<String> variables = new ArrayList<>(List.of("PATH=" + SEARCH_PATH));
    Optional.ofNullable(System.getenv("SLURM_CONF"))
        .ifPresent(file -> variables.add("SLURM_CONF=" + file));
    ArrayNode list = JSON.createArrayNode();
    ObjectNode object = JSON.createObjectNode();
    for (String variable : variables) {
      list.add(variable);
      object.put(
          variable.substring(0, variable.indexOf('=')),
          variable.substring(variable.indexOf('=') + 1));
    }
    return apart ? list : object;
  }

  static SlurmJob job(JsonNode job) {
    return new SlurmJob(
        job.path("job_id").asLong(),
        SlurmJob.shown(words(job.path("job_state"))),
        exitCode(job.path("exit_code")),
        SlurmJob.instant(number(job.path("start_time"))),
        SlurmJob.instant(number(job.path("end_time"))),
        SlurmJob.instant(number(job.path("preempt_time"))),
        job.path("state_reason").asText());
  }

  static SlurmHolding holding(JsonNode job) {
    long nodes = number(job.path("node_count"));
    long cpus = number(job.path("cpus"));
    long perCpu = nodes > 0 ? number(job.path("memory_per_cpu")) * cpus / nodes : 0;
    return new SlurmHolding(
        job.path("name").asText(),
        (int) nodes,
        cpus,
        Math.max(perCpu, number(job.path("memory_per_node"))),
        job.path("tres_per_node").asText(),
        SlurmNames.of(job.path("nodes").asText()));
  }

  static SlurmNode node(JsonNode node) {
    Set<String> states = new TreeSet<>();
    Stream.of("state", "state_flags").forEach(name -> states.addAll(words(node.path(name))));
    return new SlurmNode(
        node.path("name").asText(),
        words(node.path("partitions"), false),
        states,
        node.path("architecture").asText("x86_64"),
        number(node.path("cpus")),
        number(node.path("alloc_cpus")),
        number(node.path("real_memory")),
        number(node.path("alloc_memory")),
        node.path("gres").asText(),
        node.path("gres_used").asText());
  }

  private static int exitCode(JsonNode code) {
    if (!code.isObject()) {
      return SlurmJob.exitCode(code.asLong());
    }
    JsonNode signal = code.path("signal");
    long number = number(signal.path(signal.has("id") ? "id" : "signal_id"));
    return (int) (number > 0 ? 128 + number : number(code.path("return_code")));
  }

  /** Bare, or with a word on whether there is one. */
  private static long number(JsonNode value) {
    boolean isThere = !value.isObject() || value.path("set").asBoolean();
    return isThere ? (value.isObject() ? value.path("number") : value).asLong() : 0;
  }

  private static List<String> words(JsonNode value) {
    return words(value, true);
  }

  private static List<String> words(JsonNode value, boolean inCapitals) {
    List<String> words = new ArrayList<>();
    (value.isArray() ? value : JSON.createArrayNode().add(value))
        .forEach(word -> words.add(word.asText()));
    words.removeIf(String::isEmpty);
    words.replaceAll(word -> inCapitals ? word.toUpperCase(Locale.ROOT) : word);
    return words;
  }
}
