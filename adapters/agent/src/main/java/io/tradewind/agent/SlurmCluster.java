package io.tradewind.agent;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.Accelerators;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final Pattern GRES = Pattern.compile("gpu(?::([A-Za-z][\\w.-]*))?:(\\d+)");

  private final Slurm slurm;
  private final String partition;
  private final Accelerators accelerators = Accelerators.bundled();

  SlurmCluster(Slurm slurm, String partition) {
    this.slurm = slurm;
    this.partition = partition;
  }

  /** What may be offered now. */
  Capacity capacity() throws IOException {
    long processors = 0;
    long memory = 0;
    String architecture = "amd64";
    Map<String, Integer> devices = new TreeMap<>();
    for (SlurmNode node : usable()) {
      processors += node.cpus() - node.cpusHeld();
      memory += node.memoryMib() - node.memoryHeldMib();
      architecture = node.architecture().replace("x86_64", "amd64");
      count(node.gres(), 1, devices);
      count(node.gresHeld(), -1, devices);
    }
    for (SlurmHolding job : slurm.running(partition)) {
      if (job.name().startsWith(JOB_NAME)) {
        processors += job.cpus();
        memory += job.nodes() * job.memoryMib();
        count(job.gres(), job.nodes(), devices);
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
    for (SlurmNode node : usable()) {
      count(node.gres(), 1, types);
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

  private List<SlurmNode> usable() throws IOException {
    return slurm.nodes().stream().filter(node -> node.isUsableIn(partition)).toList();
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
}
