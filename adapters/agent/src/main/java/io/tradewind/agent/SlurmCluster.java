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
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
    List<SlurmNode> usable = usable();
    List<SlurmHolding> own =
        slurm.running(partition).stream().filter(job -> job.name().startsWith(JOB_NAME)).toList();
    List<Inventory.Node> nodes = usable.stream().map(node -> share(node, own)).toList();
    long processors = nodes.stream().mapToLong(Inventory.Node::vcpus).sum();
    long memory = nodes.stream().mapToLong(Inventory.Node::memoryMib).sum();
    Map<String, Integer> devices = new TreeMap<>();
    nodes.forEach(node -> node.accelerators().forEach((t, n) -> devices.merge(t, n, Integer::sum)));
    Set<String> names = usable.stream().map(SlurmNode::name).collect(Collectors.toSet());
    for (SlurmHolding job : own) {
      // What leases hold of nodes that take no more: it is told, since the broker takes it off.
      int beside = job.nodes() - (int) job.on().stream().filter(names::contains).count();
      processors += beside * job.cpusOfEach();
      memory += beside * job.memoryMib();
      count(job.gres(), beside, devices);
    }
    return new Capacity(
        architecture(usable),
        (int) processors,
        memory,
        listed(devices),
        Capacity.grouped(nodes.stream().map(this::named).toList()));
  }

  /** All of a node but what the owner's jobs hold of it. */
  private static Inventory.Node share(SlurmNode node, List<SlurmHolding> own) {
    long processors = node.cpus() - node.cpusHeld();
    long memory = node.memoryMib() - node.memoryHeldMib();
    Map<String, Integer> devices = new TreeMap<>();
    count(node.gres(), 1, devices);
    count(node.gresHeld(), -1, devices);
    for (SlurmHolding job : own) {
      if (job.on().contains(node.name())) {
        processors += job.cpusOfEach();
        memory += job.memoryMib();
        count(job.gres(), 1, devices);
      }
    }
    devices.values().removeIf(count -> count <= 0);
    return new Inventory.Node(1, (int) Math.max(0, processors), Math.max(0, memory), devices);
  }

  /** Its accelerators by the names under which they are listed. */
  private Inventory.Node named(Inventory.Node node) {
    Map<String, Integer> devices = new TreeMap<>();
    node.accelerators()
        .forEach((type, count) -> devices.merge(listedName(type), count, Integer::sum));
    return new Inventory.Node(node.count(), node.vcpus(), node.memoryMib(), devices);
  }

  private String listedName(String type) {
    return model(type).map(AcceleratorModel::name).orElse(type);
  }

  private static String architecture(List<SlurmNode> nodes) {
    return nodes.isEmpty()
        ? "amd64"
        : nodes.get(nodes.size() - 1).architecture().replace("x86_64", "amd64");
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
                    listedName(type),
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
