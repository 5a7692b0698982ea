package io.tradewind.server.market;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Standing;
import io.tradewind.matcher.Certifications;
import io.tradewind.matcher.Conditions;
import io.tradewind.server.page.Cursors;
import io.tradewind.server.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferListTest {
  private static final Conditions CONDITIONS = Conditions.bundled(1, NOON);

  @ParameterizedTest
  @CsvSource({
    "PRICE, false", "PRICE, true",
    "PRICE_PER_ACCELERATOR, false", "PRICE_PER_ACCELERATOR, true",
    "PROVIDER, false", "PROVIDER, true",
    "OBSERVED_AT, false", "OBSERVED_AT, true"
  })
  void pagesOverEqualKeysNeitherSkipNorRepeat(SortKey sort, boolean descending) {
    Board board = crowded(new Random(7), 400);
    OfferList list = new OfferList(OfferFilter.EVERYTHING, sort, descending);

    List<String> paged = ids(board, list, 7);

    assertThat(paged).doesNotHaveDuplicates().hasSize(400);
    assertThat(paged).isEqualTo(ids(board, list, 500));
  }

  @Test
  void aMarketThatMovesBetweenPagesDoesNotRepeatWhatStays() {
    Board before = crowded(new Random(3), 60);
    OfferList list = new OfferList(OfferFilter.EVERYTHING, SortKey.PRICE, false);
    OfferList.Part first = list.page(before, CONDITIONS, null, 10);
    String shown = first.hits().get(9).offer().id().value();
    Board after = without(before, shown);

    OfferList.Part second = list.page(after, CONDITIONS, first.next().orElseThrow(), 10);

    assertThat(names(second)).doesNotContainAnyElementsOf(names(first));
    assertThat(names(second)).isEqualTo(ids(before, list, 60).subList(10, 20));
  }

  @Test
  void offersAscendByPriceAndTheDearEndComesFirstWhenDescending() {
    Board board = board(offer("b").price("2"), offer("a").price("3"), offer("c").price("1"));

    assertThat(ids(board, new OfferList(OfferFilter.EVERYTHING, SortKey.PRICE, false), 10))
        .containsExactly("c", "b", "a");
    assertThat(ids(board, new OfferList(OfferFilter.EVERYTHING, SortKey.PRICE, true), 10))
        .containsExactly("a", "b", "c");
  }

  @Test
  void whatHasNoSuchPriceComesLastInEitherOrder() {
    Board board =
        board(offer("none"), offer("two").with("H100", 1).price("2"), offer("one").with("H100", 8));

    assertThat(
            ids(
                board,
                new OfferList(OfferFilter.EVERYTHING, SortKey.PRICE_PER_ACCELERATOR, false),
                10))
        .containsExactly("one", "two", "none");
    assertThat(
            ids(
                board,
                new OfferList(OfferFilter.EVERYTHING, SortKey.PRICE_PER_ACCELERATOR, true),
                10))
        .containsExactly("two", "one", "none");
  }

  @Test
  void filtersAreAllKept() {
    Board board =
        board(
            offer("yes").at("aws", "eu-west-1").type("p5.48xlarge").with("H100", 8).spot(),
            offer("on-demand").at("aws", "eu-west-1").type("p5.48xlarge").with("H100", 8),
            offer("elsewhere").at("aws", "us-east-1").type("p5.48xlarge").with("H100", 8).spot(),
            offer("smaller").at("aws", "eu-west-1").type("p5.4xlarge").with("H100", 1).spot(),
            offer("other").at("gcp", "europe-west1").type("a2").with("A100", 8).spot());
    OfferParameters wanted = new OfferParameters();
    wanted.accelerator = "h100";
    wanted.provider = "AWS";
    wanted.country = "ie";
    wanted.capacityType = "spot";
    wanted.minAccelerators = "8";
    wanted.maxAccelerators = "8";
    wanted.minMemoryGib = "16";
    wanted.freshness = "fresh";
    wanted.q = "48XL eu-west";

    assertThat(ids(board, new OfferList(wanted.filter(), SortKey.PRICE, false), 10))
        .containsExactly("yes");
  }

  @Test
  void aValueThatNothingHasGivesAnEmptyPage() {
    OfferParameters wanted = new OfferParameters();
    wanted.accelerator = "Z9000";

    OfferList.Part part =
        new OfferList(wanted.filter(), SortKey.PRICE, false)
            .page(crowded(new Random(1), 20), CONDITIONS, null, 10);

    assertThat(part.hits()).isEmpty();
    assertThat(part.total()).isZero();
    assertThat(part.next()).isEmpty();
  }

  @Test
  void freshnessIsTheAgeAtTheTimeOfTheRequest() {
    Board board = board(offer("a"));

    assertThat(total(board, Freshness.FRESH, Duration.ofMinutes(119))).isEqualTo(1);
    assertThat(total(board, Freshness.FRESH, Duration.ofHours(2))).isZero();
    assertThat(total(board, Freshness.AGING, Duration.ofHours(2))).isEqualTo(1);
    assertThat(total(board, Freshness.STALE, Duration.ofHours(12))).isEqualTo(1);
    assertThat(total(board, Freshness.EXPIRED, Duration.ofHours(24))).isEqualTo(1);
  }

  @Test
  void theCursorOfAnotherOrderIsRefused() {
    Board board = crowded(new Random(1), 20);
    String cursor =
        new OfferList(OfferFilter.EVERYTHING, SortKey.PRICE, false)
            .page(board, CONDITIONS, null, 5)
            .next()
            .orElseThrow();
    OfferList other = new OfferList(OfferFilter.EVERYTHING, SortKey.PRICE, true);

    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class, () -> other.page(board, CONDITIONS, cursor, 5));

    assertThat(refusal.errors().get(0).field()).isEqualTo("cursor");
    assertThat(Cursors.bad()).hasMessage(refusal.getMessage());
  }

  @Test
  void facetsCountWhatTheFilterShows() {
    Board board =
        board(
            offer("a").at("aws", "eu-west-1").with("H100", 8),
            offer("b").at("aws", "eu-central-1").spot(),
            offer("c").at("gcp", "europe-west3").spot());

    Facets facets = Facets.of(board, spotOnly(), CONDITIONS);

    assertThat(facets.total()).isEqualTo(2);
    assertThat(facets.providers())
        .containsExactly(new Facets.Facet("aws", 1), new Facets.Facet("gcp", 1));
    assertThat(facets.countries()).containsExactly(new Facets.Facet("DE", 2));
    assertThat(facets.capacityTypes()).containsExactly(new Facets.Facet("spot", 2));
    assertThat(facets.accelerators()).isEmpty();
  }

  @Test
  void aPlaceMustHoldEveryCertificationThatIsAskedForAndFacetsCountThem() {
    Board board =
        board(
            offer("both").at("site-a", "hall"),
            offer("one").at("site-b", "hall"),
            offer("none").at("aws", "eu-west-1"));
    Conditions held =
        CONDITIONS.withCertifications(
            new Certifications(
                Map.of(),
                Map.of(
                    Region.of("site-a", "hall"), Set.of("iso27001", "soc2"),
                    Region.of("site-b", "hall"), Set.of("iso27001"))));

    assertThat(Facets.of(board, OfferFilter.EVERYTHING, held).certifications())
        .containsExactly(new Facets.Facet("iso27001", 2), new Facets.Facet("soc2", 1));
    assertThat(names(certified("ISO27001").page(board, held, null, 10)))
        .containsExactly("both", "one");
    assertThat(names(certified("iso27001, soc2").page(board, held, null, 10)))
        .containsExactly("both");
    assertThat(names(certified("iso27001").page(board, CONDITIONS, null, 10))).isEmpty();
  }

  private static OfferList certified(String certification) {
    OfferParameters wanted = new OfferParameters();
    wanted.certification = certification;
    return new OfferList(wanted.filter(), SortKey.PRICE, false);
  }

  @Test
  void theMedianOfAnEvenNumberIsAPriceThatSomebodyAsks() {
    Board board =
        board(
            offer("a").with("H100", 2).price("2"),
            offer("b").with("H100", 1).price("3"),
            offer("c").with("H100", 1).price("9"),
            offer("d").with("H100", 1).price("5"),
            offer("e").with("H100", 1).price("0.5", "EUR"));

    PriceSpread spread = PriceSpread.of(board, OfferFilter.EVERYTHING, CONDITIONS).orElseThrow();

    assertThat(spread.min().toString()).isEqualTo("1.000000000 USD");
    assertThat(spread.median().toString()).isEqualTo("3.000000000 USD");
  }

  private static OfferFilter spotOnly() {
    OfferParameters wanted = new OfferParameters();
    wanted.capacityType = "spot";
    return wanted.filter();
  }

  private static long total(Board board, Freshness freshness, Duration age) {
    OfferFilter filter =
        new OfferFilter(
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.of(freshness),
            false,
            List.of());
    return new OfferList(filter, SortKey.PRICE, false)
        .page(board, Conditions.bundled(1, NOON.plus(age)), null, 1)
        .total();
  }

  /** Few prices, sellers, counts and times, so that most keys are equal; over two feeds. */
  private static Board crowded(Random random, int size) {
    List<Offer> first = new ArrayList<>();
    List<Offer> second = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean inFirst = random.nextBoolean();
      Offer offer =
          offer("offer-" + i)
              .type(inFirst ? "m.one" : "m.two")
              .at(random.nextBoolean() ? "aws" : "gcp", "somewhere")
              .with("H100", 1 + random.nextInt(2))
              .price(Integer.toString(1 + random.nextInt(3)))
              .observedAt(NOON.minusSeconds(random.nextInt(2)))
              .build();
      (inFirst ? first : second).add(offer);
    }
    return board(new ProviderId("one"), first, board(new ProviderId("two"), second, Board.EMPTY));
  }

  private static Board without(Board board, String id) {
    Board next = board;
    for (Columns columns : board.columns()) {
      List<Offer> kept = new ArrayList<>(List.of(columns.rows));
      kept.removeIf(offer -> offer.id().value().equals(id));
      Collections.shuffle(kept, new Random(5));
      next = board(columns.feed, kept, next);
    }
    return next;
  }

  private static Board board(io.tradewind.server.testing.OfferBuilder... offers) {
    List<Offer> all = new ArrayList<>();
    for (var offer : offers) {
      all.add(offer.build());
    }
    return board(new ProviderId("feed"), all, Board.EMPTY);
  }

  private static Board board(ProviderId feed, List<Offer> offers, Board board) {
    return board.with(new Stock(feed, Standing.REPORTED, offers), NOON);
  }

  private static List<String> ids(Board board, OfferList list, int limit) {
    List<String> ids = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      OfferList.Part part = list.page(board, CONDITIONS, cursor.orElse(null), limit);
      ids.addAll(names(part));
      cursor = part.next();
    } while (cursor.isPresent());
    return ids;
  }

  private static List<String> names(OfferList.Part part) {
    return part.hits().stream().map(hit -> hit.offer().id().value()).toList();
  }
}
