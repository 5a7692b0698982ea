package io.tradewind.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A machine of a site, as its agent discovered it; or a cluster, where an agent speaks for one.
 *
 * @param name of its agent
 * @param accelerators all of them; empty for a machine without, or whose devices nobody knows
 * @param freeAccelerators how many no lease holds; likewise processors and memory
 * @param online whether its agent's heartbeats arrive in time, and it is not kept back
 * @param nodes of a cluster, which the rest sums up; empty for a machine
 * @param runs what its agent can run here
 */
public record SiteMachine(
    String name,
    Architecture architecture,
    Optional<AcceleratorSet> accelerators,
    int vcpus,
    Memory memory,
    double freeAccelerators,
    double freeVcpus,
    Memory freeMemory,
    boolean online,
    List<SiteNode> nodes,
    Set<Runs> runs) {
  private static final double HAIR = 1e-6;

  public SiteMachine {
    nodes = List.copyOf(nodes);
    runs = Set.copyOf(runs);
  }

  /** One that is no cluster, and runs processes in a sandbox. */
  public SiteMachine(
      String name,
      Architecture architecture,
      Optional<AcceleratorSet> accelerators,
      int vcpus,
      Memory memory,
      double freeAccelerators,
      double freeVcpus,
      Memory freeMemory,
      boolean online) {
    this(
        name,
        architecture,
        accelerators,
        vcpus,
        memory,
        freeAccelerators,
        freeVcpus,
        freeMemory,
        online,
        List.of(),
        Set.of(Runs.PROCESSES));
  }

  /** What shares are cut from: its nodes, or itself. */
  public List<SiteNode> parts() {
    double devices = accelerators.map(AcceleratorSet::count).orElse(0.0);
    return nodes.isEmpty() ? List.of(new SiteNode(1, devices, vcpus, memory)) : nodes;
  }

  /** Whether a share of this shape could be had here if no lease held anything. */
  public boolean isOfKind(InstanceType shape) {
    return architecture == shape.architecture()
        && runs.equals(shape.runs())
        && accelerators
            .map(set -> set.model().name())
            .equals(shape.accelerators().map(set -> set.model().name()))
        && whole(shape) > 0;
  }

  private long whole(InstanceType shape) {
    return parts().stream().mapToLong(part -> part.shares(shape)).sum();
  }

  /** How many shares of this shape can be had here now. */
  public long room(InstanceType shape) {
    if (!online || !isOfKind(shape)) {
      return 0;
    }
    double room = whole(shape);
    if (shape.vcpus() > 0) {
      room = Math.min(room, Math.floor((freeVcpus + HAIR) / shape.vcpus()));
    }
    if (!shape.memory().equals(Memory.NONE)) {
      room = Math.min(room, freeMemory.mebibytes() / shape.memory().mebibytes());
    }
    if (wanted(shape) > 0) {
      room = Math.min(room, Math.floor((freeAccelerators + HAIR) / wanted(shape)));
    }
    return (long) Math.max(0, room);
  }

  private static double wanted(InstanceType shape) {
    return shape.accelerators().map(AcceleratorSet::count).orElse(0.0);
  }
}
