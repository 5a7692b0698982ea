package io.tradewind.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradewind.api.Offer;
import io.tradewind.matcher.bench.Ask;
import io.tradewind.matcher.bench.GeneratedOffers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RealCatalogTest {

  @Test
  void aQuarterOfAMillionRealOffersAnswerLikeAStream() throws IOException {
    Optional<Path> file = CatalogFile.find();
    assumeTrue(
        file.isPresent(),
        "Skipped: ../shared/data/catalog/normalized/offers.csv.gz is not beside the repository.");

    assertAnswersLikeAStream(CatalogFile.read(file.get()), 150);
  }

  @Test
  void generatedOffersAnswerLikeAStream() {
    assertAnswersLikeAStream(GeneratedOffers.of(5, 20_000), 150);
  }

  private static void assertAnswersLikeAStream(List<Offer> offers, int requests) {
    Market market = Market.empty().with(Given.FEED, offers);
    Conditions conditions = Given.conditions();
    Random random = new Random(11);
    for (int i = 0; i < requests; i++) {
      Ask ask = Ask.random(random, offers);

      Placement placement = Matcher.match(ask.workload(), market, conditions, Scope.VISIBLE);

      List<String> order = new ArrayList<>();
      placement.choice().ifPresent(choice -> order.add(choice.offer().id().value()));
      order.addAll(Given.ids(placement.runnersUp()));
      assertThat(order).as(ask::toString).isEqualTo(ask.naive(offers));
    }
  }
}
