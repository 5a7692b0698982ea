package io.tradewind.matcher.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AuctionTest {
  private static final long PENALTY = 3_000;

  @Test
  void aScarceOfferCostsAsMuchAsItTakesThatOneGoesElsewhere() {
    Table table = Table.of(new long[][] {{1_000, 1_200}, {1_000, 3_000}}, 1, 2);
    Sale sale = new Sale(table);

    sale.auction.hold(0.001);

    assertThat(sale.prices.offers.price[0]).isBetween(200.0, 2_005.0);
    assertThat(sale.prices.offers.price[1]).isZero();
    assertThat(sale.auction.mostHeld()).containsExactly(1, 0);
  }

  @Test
  void whoPaysMoreThanBeingLeftOutCostsIsLeftOut() {
    Table table = Table.of(new long[][] {{1_000}, {1_500}, {1_600}}, 1);
    Sale sale = new Sale(table);

    sale.auction.hold(0.001);

    assertThat(sale.auction.mostHeld()).containsExactly(0, Assignment.NOWHERE, Assignment.NOWHERE);
  }

  @Test
  void largeWorkloadsAreSplitWhereThatProvesMore() {
    Table table = Table.of(new long[][] {{600, 720}, {600, 720}}, 9, 8);
    table.demand = new int[] {6, 6};
    Sale sale = new Sale(table);

    sale.auction.hold(0.0001);

    // Of twelve units nine fit where each costs 100, three where it is 120; whole ones cost 1,320.
    assertThat(sale.prices.bound()).isBetween(1_255.0, 1_260.001);
  }

  /** Among equals nobody is split, so that the surcharges prove nearly all there is. */
  @Property(tries = 300)
  void ofUnitsTheBoundIsAsNearAsTwoShares(@ForAll long seed) {
    Table table = Table.random(new Random(seed), 6, 4);
    Arrays.fill(table.demand, 1);
    table.tenantLimit = new long[] {Long.MAX_VALUE, Long.MAX_VALUE};
    table.siteLimit = new long[] {Long.MAX_VALUE, Long.MAX_VALUE};
    Sale sale = new Sale(table);

    sale.auction.hold(0.001);

    double best = table.best(PENALTY);
    assertThat(sale.prices.bound())
        .isBetween(best - table.cost.length * (2 * 0.001 * PENALTY + 2), best * (1 + 1e-12));
  }

  @Property(tries = 300)
  void auctionAfterAuctionTheBoundHolds(@ForAll long seed) {
    Table table = Table.random(new Random(seed), 5, 4);
    double best = table.best(PENALTY);
    Sale sale = new Sale(table);
    for (double share : new double[] {0.1, 0.02, 0.004}) {
      sale.auction.hold(share);

      assertThat(sale.prices.bound()).isLessThanOrEqualTo(best * (1 + 1e-12));
    }
  }

  @Test
  void theLowestBidGivesWayFirst() {
    Lots lots = new Lots(new int[] {4});
    int[] lost = new int[3];
    lots.take(0, 0, 7, 2, 10, (who, units) -> lost[who] += units);
    lots.take(0, 1, 8, 2, 5, (who, units) -> lost[who] += units);

    int got = lots.take(0, 2, 9, 3, 8, (who, units) -> lost[who] += units);

    assertThat(got).isEqualTo(2);
    assertThat(lost).containsExactly(0, 2, 0);
    assertThat(lots.isFull(0)).isTrue();
    assertThat(lots.lowestBid(0)).isEqualTo(8);
    assertThat(lots.mostHeld(3)).containsExactly(7, Assignment.NOWHERE, 9);
  }

  @Test
  void nobodyOutbidsItself() {
    Lots lots = new Lots(new int[] {2});
    lots.take(0, 0, 7, 2, 5, (who, units) -> {});

    int got =
        lots.take(
            0,
            0,
            7,
            1,
            9,
            (who, units) -> {
              throw new IllegalStateException("It lost to itself.");
            });

    assertThat(got).isZero();
    assertThat(lots.lowestBid(0)).isEqualTo(9);
  }

  /** A table with surcharges at zero. */
  private static final class Sale {
    final Prices prices;
    final Auction auction;

    Sale(Table table) {
      BatchProblem problem = table.problem(PENALTY);
      Edges edges = new Edges(problem);
      prices = new Prices(problem, edges);
      prices.bound();
      auction = new Auction(problem, edges, prices);
    }
  }
}
