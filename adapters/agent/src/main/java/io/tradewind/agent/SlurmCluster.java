package io.tradewind.agent;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a partition of Slurm has for the market: the nodes that are up, less what the owner's jobs
 * hold of them now.
 */
final class SlurmCluster {
  /** Of all jobs of this agent; others are the owner's. */
  static final String JOB_NAME = "tradewind-";

  private static final Set<String> NOT_USABLE =
      Set.of(
          "DOWN",
          "DRAIN",
          "ERROR",
          "FAIL",
          "FUTURE",
          "INVAL",
          "MAINT",
          "NOT_RESPONDING",
          "UNKNOWN");
  private static final Pattern GRES = Pattern.compile("gpu(?::([A-Za-z][\\w.-]*))?:(\\d+)");

  private final SlurmCommands slurm;
  private final String partition;
  private final Accelerators accelerators = Accelerators.bundled();

  SlurmCluster(SlurmCommands slurm, String partition) {
    this.slurm = slurm;
    this.partition = partition;
  }

  /** What may be offered now. */
  Capacity capacity() throws IOException {
    long processors = 0;
    long memory = 0;
    String architecture = "amd64";
    Map<String, Integer> devices = new TreeMap<>();
    for (Map<String, String> node : usable()) {
      processors += number(node, "CPUTot") - number(node, "CPUAlloc");
      memory += number(node, "RealMemory") - number(node, "AllocMem");
      architecture = node.getOrDefault("Arch", architecture).replace("x86_64", "amd64");
      count(node.getOrDefault("Gres", ""), 1, devices);
      count(node.getOrDefault("GresUsed", ""), -1, devices);
    }
    for (String line : slurm.running(partition)) {
      String[] job = line.split("\\|", -1);
      if (job[0].startsWith(JOB_NAME)) {
        int nodes = Integer.parseInt(job[1]);
        processors += Long.parseLong(job[2]);
        memory += nodes * mebibytes(job[3]);
        count(job[4], nodes, devices);
      }
    }
    return new Capacity(
        architecture, (int) Math.max(0, processors), Math.max(0, memory), listed(devices));
  }

  /**
   * How Slurm calls accelerators, for {@code --gres}.
   *
   * @throws IOException when no node of the partition has such
   */
  String gres(LeaseWork.Devices wanted) throws IOException {
    Map<String, Integer> types = new TreeMap<>();
    for (Map<String, String> node : usable()) {
      count(node.getOrDefault("Gres", ""), 1, types);
    }
    Optional<AcceleratorModel> model = model(wanted.model());
    for (String type : types.keySet()) {
      boolean same = model.isPresent() && model(type).equals(model);
      if (same || type.equalsIgnoreCase(wanted.model())) {
        return "gpu:%s:%d".formatted(type, wanted.count());
      }
    }
    throw new IOException(
        "The partition %s has no %s; it has %s."
            .formatted(partition, wanted.model(), types.keySet()));
  }

  private List<Map<String, String>> usable() throws IOException {
    return slurm.nodes().stream()
        .map(SlurmCluster::fields)
        .filter(node -> List.of(node.getOrDefault("Partitions", "").split(",")).contains(partition))
        .filter(
            node -> {
              String state = node.getOrDefault("State", "UNKNOWN");
              List<String> states = List.of(state.replace("*", "+DOWN").split("\\+"));
              return states.stream().noneMatch(NOT_USABLE::contains);
            })
        .toList();
  }

  private List<Inventory.Device> listed(Map<String, Integer> counts) {
    List<Inventory.Device> devices = new ArrayList<>();
    counts.forEach(
        (type, count) -> {
          Optional<AcceleratorModel> model = model(type);
          for (int i = 0; i < count; i++) {
            devices.add(
                new Inventory.Device(
                    model.map(AcceleratorModel::name).orElse(type),
                    model.map(it -> it.memory().mebibytes()).orElse(0L),
                    "slurm",
                    "%s/%s/%d".formatted(partition, type, i)));
          }
        });
    return devices;
  }

  private Optional<AcceleratorModel> model(String name) {
    return accelerators.resolve(name).map(set -> set.model());
  }

  /** Words such as {@code gpu:h100:4(S:0-1),gpu:l40s:2}; a GRES without a type counts for none. */
  private static void count(String gres, int sign, Map<String, Integer> counts) {
    Matcher matcher = GRES.matcher(gres);
    while (matcher.find()) {
      String type = matcher.group(1) == null ? "gpu" : matcher.group(1);
      counts.merge(type, sign * Integer.parseInt(matcher.group(2)), Integer::sum);
    }
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

  /** As {@code squeue} writes memory: a number and K, M, G or T. */
  private static long mebibytes(String text) {
    Matcher matcher = Pattern.compile("(\\d+(?:\\.\\d+)?)([KMGT]?)").matcher(text);
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
}
