package io.tradewind.matcher.bench;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.CatalogFile;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Market;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.RandomCases;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.StreamMatcher;
import io.tradewind.matcher.workload.CostKind;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Random requests of the whole grammar against real offers, each by price and by landed cost: the
 * order, every count, every near miss and the front beside a pass over all offers. Requests with
 * several alternatives or for the balanced are judged by the tests, on smaller markets.
 */
final class CheapestBench {
  static final long SEED = 20261122;
  private static final ProviderId FEED = ProviderId.of("catalog");
  private static final int GENERATED = 240_000;

  private CheapestBench() {}

  static void run(Report report, boolean full) throws IOException {
    Optional<Path> file = CatalogFile.find();
    List<Offer> offers =
        file.isPresent() ? CatalogFile.read(file.get()) : GeneratedOffers.of(SEED, GENERATED);
    report.say(offers.size() + (file.isPresent() ? " offers from a file" : " offers generated"));
    Market market = Market.empty().with(FEED, offers);
    List<StreamMatcher.Row> rows = StreamMatcher.rows(offers);
    List<Asked> asked = asked(full ? 10_000 : 200);
    List<Judged> judged = asked.parallelStream().map(one -> one.judge(market, rows)).toList();
    report.atMost(
        "O7",
        "wrong answers of %d, half by list price".formatted(asked.size()),
        judged.stream().filter(one -> !one.equal()).count(),
        "answers",
        0);
    report.tell(
        "O7.placed",
        "of these had an answer",
        judged.stream().filter(Judged::placed).count(),
        "answers");
  }

  private record Judged(boolean equal, boolean placed) {}

  private record Asked(Workload workload, Conditions conditions) {
    Judged judge(Market market, List<StreamMatcher.Row> rows) {
      StreamMatcher.Answer naive = StreamMatcher.match(workload, rows, FEED, conditions);
      StreamMatcher.Answer fast =
          StreamMatcher.Answer.of(Matcher.match(workload, market, conditions, Scope.VISIBLE));
      return new Judged(fast.equals(naive), naive.feasible() > 0);
    }
  }

  private static List<Asked> asked(int requests) {
    List<Asked> asked = new ArrayList<>();
    for (long seed = SEED; asked.size() < requests; seed++) {
      RandomCases random = new RandomCases(seed);
      Conditions conditions = random.conditions();
      Workload workload = random.workload();
      if (isForAStream(workload)) {
        CostKind cost = asked.size() % 2 == 0 ? CostKind.LIST : CostKind.LANDED;
        asked.add(
            new Asked(workload.withPlacement(workload.placement().withCost(cost)), conditions));
      }
    }
    return asked;
  }

  private static boolean isForAStream(Workload workload) {
    return workload.alternatives().size() == 1
        && workload.work().isEmpty()
        && workload.placement().objective().orElse(Objective.CHEAPEST) != Objective.BALANCED;
  }
}
