package io.tradewind.matcher;

import io.tradewind.pricing.CarbonEstimate;
import io.tradewind.pricing.CarbonInputs;
import io.tradewind.pricing.CarbonModel;
import io.tradewind.pricing.EmbodiedShare;
import java.util.Optional;

/** Carbon and round trip in full, for the few rows that are part of an answer. */
final class Reckoning {
  private Reckoning() {}

  static Optional<CarbonEstimate> carbon(Pick pick) {
    Question question = pick.view().question();
    RegionFacts region = pick.facts();
    NodeCarbon node = pick.slab().layout.machines().carbon()[pick.kind()];
    if (node.power().isEmpty() || region.grid().isEmpty()) {
      return Optional.empty();
    }
    EmbodiedShare embodied = node.embodied().times(question.nodes());
    CarbonInputs inputs =
        CarbonInputs.of(
                node.power().get().times(question.nodes()),
                question.run().duration(),
                region.pue(),
                region.grid().get(),
                embodied)
            .withEgress(question.movedTo(region.region()));
    CarbonInputs withWater =
        SiteWater.of(region.region().provider()).map(inputs::withWater).orElse(inputs);
    return Optional.of(CarbonModel.estimate(withWater));
  }

  static Optional<RoundTrip> roundTrip(Pick pick) {
    return pick.view()
        .question()
        .origin()
        .flatMap(
            origin ->
                pick.facts()
                    .distance()
                    .map(
                        far ->
                            new RoundTrip(
                                far.meanMilliseconds(),
                                !far.measured(),
                                origin.label(),
                                far.source())));
  }
}
