package io.tradewind.matcher;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import java.util.List;

/** What machines are, as far as a match can depend on it: one entry for all that are equal. */
final class Shapes {
  /** The first instance type of each shape; its name means nothing here. */
  final InstanceType[] types;

  final double[] vcpus;
  final double[] mebibytes;
  final boolean[] rdma;
  final NodeCarbon[] carbon;
  final double[] watts;
  final double[] embodied;

  Shapes(List<InstanceType> shapes) {
    types = shapes.toArray(new InstanceType[0]);
    vcpus = shapes.stream().mapToDouble(InstanceType::vcpus).toArray();
    mebibytes = shapes.stream().mapToDouble(type -> type.memory().mebibytes()).toArray();
    rdma = new boolean[types.length];
    carbon = new NodeCarbon[types.length];
    watts = new double[types.length];
    embodied = new double[types.length];
    for (int shape = 0; shape < types.length; shape++) {
      rdma[shape] = types[shape].interconnect() == Interconnect.RDMA;
      carbon[shape] = NodeCarbon.of(types[shape]);
      watts[shape] = carbon[shape].watts();
      embodied[shape] = carbon[shape].embodied().gramsPerHour();
    }
  }

  /** What two machines have in common that no question can tell apart. */
  static Object key(InstanceType type) {
    return List.of(
        type.accelerators().map(set -> set.model().name()).orElse(""),
        type.accelerators().map(AcceleratorSet::countThousandths).orElse(0),
        type.accelerators().flatMap(AcceleratorSet::slice).orElse(""),
        type.vcpus(),
        type.memory(),
        type.interconnect());
  }
}
