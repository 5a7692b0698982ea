package io.tradewind.matcher;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Runs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the machines of a slab are, by kind, as far as a match can depend on it.
 *
 * @param runs what each can run, as bits of {@link Runs}
 * @param accelerators null for none
 * @param watts of one node; NaN when unknown
 * @param embodied grams an hour of one node
 */
record Machines(
    double[] vcpus,
    double[] mebibytes,
    boolean[] rdma,
    byte[] runs,
    @Nullable AcceleratorSet[] accelerators,
    NodeCarbon[] carbon,
    double[] watts,
    double[] embodied) {

  static Machines of(List<InstanceType> types) {
    int kinds = types.size();
    Machines machines =
        new Machines(
            new double[kinds],
            new double[kinds],
            new boolean[kinds],
            new byte[kinds],
            new AcceleratorSet[kinds],
            new NodeCarbon[kinds],
            new double[kinds],
            new double[kinds]);
    for (int kind = 0; kind < kinds; kind++) {
      machines.fill(kind, types.get(kind));
    }
    return machines;
  }

  private void fill(int kind, InstanceType type) {
    vcpus[kind] = type.vcpus();
    mebibytes[kind] = type.memory().mebibytes();
    rdma[kind] = type.interconnect() == Interconnect.RDMA;
    runs[kind] = bits(type);
    accelerators[kind] = type.accelerators().orElse(null);
    carbon[kind] = NodeCarbon.of(type);
    watts[kind] = carbon[kind].watts();
    embodied[kind] = carbon[kind].embodied().gramsPerHour();
  }

  private static byte bits(InstanceType type) {
    int bits = 0;
    for (Runs form : type.runs()) {
      bits |= 1 << form.ordinal();
    }
    return (byte) bits;
  }

  /** Least known; NaN when no kind's is. */
  double leastWatts() {
    double least = Double.NaN;
    for (double one : watts) {
      least = Double.isNaN(least) || one < least ? one : least;
    }
    return least;
  }

  double leastEmbodied() {
    double least = Double.POSITIVE_INFINITY;
    for (double one : embodied) {
      least = Math.min(least, one);
    }
    return least;
  }

  /** What two machines have in common that no question can tell apart. */
  static Object key(InstanceType type) {
    return List.of(
        type.accelerators().map(set -> set.model().name()).orElse(""),
        type.accelerators().map(AcceleratorSet::countThousandths).orElse(0),
        type.accelerators().flatMap(AcceleratorSet::slice).orElse(""),
        type.vcpus(),
        type.memory(),
        type.interconnect(),
        type.runs());
  }
}
