package io.tradewind.matcher;

import io.tradewind.api.Offer;
import io.tradewind.pricing.CarbonEstimate;
import io.tradewind.pricing.CarbonInputs;
import io.tradewind.pricing.CarbonModel;
import io.tradewind.pricing.EmbodiedShare;
import io.tradewind.pricing.Money;
import java.util.Optional;

/** Reckons the few rows through that are part of an answer. */
final class Candidates {
  private Candidates() {}

  static Candidate of(Pick pick, String why) {
    Question question = pick.view().question();
    Offer offer = pick.offer();
    return new Candidate(
        offer,
        pick.view().feed(),
        pick.isLeasable(),
        question.nodes(),
        question.run(),
        pick.tariff().landedCost(pick.priceNanos()),
        Money.nano(pick.cost(), Tariff.USD),
        offer.price().times(question.nodes()),
        carbon(pick),
        roundTrip(pick),
        why);
  }

  private static Optional<CarbonEstimate> carbon(Pick pick) {
    Question question = pick.view().question();
    RegionFacts region = pick.facts();
    NodeCarbon node = pick.view().shapes().carbon[pick.shape()];
    if (node.power().isEmpty() || region.grid().isEmpty()) {
      return Optional.empty();
    }
    EmbodiedShare embodied = node.embodied().times(question.nodes());
    return Optional.of(
        CarbonModel.estimate(
            CarbonInputs.of(
                    node.power().get().times(question.nodes()),
                    question.run().duration(),
                    region.pue(),
                    region.grid().get(),
                    embodied)
                .withEgress(question.movedTo(region.region()))));
  }

  private static Optional<RoundTrip> roundTrip(Pick pick) {
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
