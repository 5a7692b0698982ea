package io.tradewind.matcher;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.InstanceType;
import io.tradewind.pricing.EmbodiedShare;
import io.tradewind.pricing.NodePower;
import io.tradewind.pricing.PowerDraw;
import io.tradewind.pricing.Watts;
import java.util.Optional;

/**
 * What a node of one shape draws under heavy load, and its share of the making.
 *
 * @param power empty when neither the accelerators' power nor the processors are known
 */
record NodeCarbon(Optional<PowerDraw> power, EmbodiedShare embodied) {

  static NodeCarbon of(InstanceType type) {
    return new NodeCarbon(powerOf(type).map(NodePower::training), embodiedOf(type));
  }

  /** NaN when unknown, for hot loops. */
  double watts() {
    return power.map(draw -> draw.atServers().value()).orElse(Double.NaN);
  }

  private static Optional<NodePower> powerOf(InstanceType type) {
    double memory = type.memory().gibibytes();
    if (type.accelerators().isEmpty()) {
      return type.vcpus() > 0
          ? Optional.of(NodePower.fromParts(new Watts(0), 0, type.vcpus(), memory))
          : Optional.empty();
    }
    AcceleratorSet set = type.accelerators().get();
    if (set.model().thermalDesignPowerWatts().isEmpty()) {
      return Optional.empty();
    }
    // Counted as one device of their summed power, since a seller may share a fraction of a device.
    Watts summed = new Watts(set.model().thermalDesignPowerWatts().getAsDouble() * set.count());
    boolean hostKnown = type.vcpus() > 0 && memory > 0;
    return Optional.of(
        hostKnown
            ? NodePower.fromParts(summed, 1, type.vcpus(), memory)
            : NodePower.fromTdp(summed, 1));
  }

  private static EmbodiedShare embodiedOf(InstanceType type) {
    EmbodiedShare host = EmbodiedShare.byHostMemory(type.memory().gibibytes());
    return type.accelerators()
        .map(set -> scaled(ofOne(set.model()), set.count()).plus(host))
        .orElse(host);
  }

  private static EmbodiedShare ofOne(AcceleratorModel model) {
    return model.embodiedKilograms().isPresent()
        ? EmbodiedShare.known(
            model.embodiedKilograms().getAsDouble(),
            EmbodiedShare.ACCELERATOR_YEARS,
            "accelerator table, " + model.name())
        : EmbodiedShare.byAcceleratorMemory(model.memory().gibibytes());
  }

  private static EmbodiedShare scaled(EmbodiedShare one, double count) {
    return new EmbodiedShare(one.gramsPerHour() * count, one.source(), one.estimated());
  }
}
