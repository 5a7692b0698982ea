package io.tradewind.api;

/**
 * Nodes of a cluster that are alike. A share is of one node, whatever the cluster has together.
 *
 * @param count how many of them there are
 * @param accelerators of each, of the model that is sold; likewise processors and memory
 */
public record SiteNode(int count, double accelerators, int vcpus, Memory memory) {
  private static final double HAIR = 1e-6;

  /** How many shares of this shape they could give if no lease held anything. */
  public long shares(InstanceType shape) {
    double wanted = shape.accelerators().map(AcceleratorSet::count).orElse(0.0);
    double most = wanted > 0 ? Math.floor((accelerators + HAIR) / wanted) : Double.MAX_VALUE;
    if (shape.vcpus() > 0) {
      most = Math.min(most, Math.floor((vcpus + HAIR) / shape.vcpus()));
    }
    if (!shape.memory().equals(Memory.NONE)) {
      most = Math.min(most, memory.mebibytes() / shape.memory().mebibytes());
    }
    return ((long) Math.max(0, Math.min(most, Integer.MAX_VALUE))) * count;
  }
}
