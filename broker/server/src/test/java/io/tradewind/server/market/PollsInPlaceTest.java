package io.tradewind.server.market;

import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.OfferBuilder.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Availability;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Standing;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Placement;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.HourlyRate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A board that took polls in place is the board that is built of the last ones alone. */
class PollsInPlaceTest {
  private static final ProviderId ACCOUNT = ProviderId.of("account");
  private static final ProviderId TABLE = ProviderId.of("table");
  private static final List<ProviderId> FEEDS = List.of(ACCOUNT, TABLE, ProviderId.of("third"));
  private static final String[] MODELS = {"H100", "T4", "A100-80GB", "V100"};
  private static final PriceOverride DISCOUNT =
      new PriceOverride(
          ProviderId.of("aws"),
          Optional.empty(),
          Optional.of("type-3"),
          Optional.empty(),
          Optional.empty(),
          new PriceOverride.PercentOff(BigDecimal.TEN),
          Optional.of(NOON.plus(Duration.ofHours(3))),
          Optional.of(NOON.plus(Duration.ofHours(9))),
          "");

  private final Map<ProviderId, List<Offer>> told = new TreeMap<>();
  private Instant now = NOON;
  private int polls;
  private Board board = Board.EMPTY.with(Overrides.of(List.of(DISCOUNT), NOON), NOON);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomPollsInPlaceEqualABoardBuiltFromScratch(long seed) {
    Random random = new Random(seed);
    FEEDS.forEach(feed -> told.put(feed, begin(random, feed)));
    for (int poll = 0; poll < 60; poll++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(40)));
      take(poll < FEEDS.size() ? FEEDS.get(poll) : FEEDS.get(random.nextInt(2)), random);
    }
    board = board.at(now);

    Board scratch = scratch();
    assertThat(lists(board)).isEqualTo(lists(scratch));
    assertThat(offers(board)).isEqualTo(offers(scratch));
    assertThat(board.leftOut()).isEqualTo(scratch.leftOut());
    for (String wish : new String[] {"H100:8", "T4:1", "A100-80GB:4", "V100:1"}) {
      assertThat(answer(board, wish)).isEqualTo(answer(scratch, wish));
    }
  }

  @Test
  void aPollThatOnlyMovesPricesKeepsWhereEverythingLies() {
    Offer steady = offer("steady").with("H100", 8).price("30").build();
    Offer moving = offer("moving").with("H100", 8).price("20").build();
    Stock first = new Stock(ACCOUNT, Standing.SELLER, List.of(steady, moving));
    Stock next =
        first.next(
            Standing.SELLER, List.of(steady, moving.repriced(usd("40"), NOON.plusSeconds(9))));

    Board after = Board.EMPTY.with(first, NOON).with(next, NOON.plusSeconds(9));

    assertThat(next.isLaidOutLike(first)).isTrue();
    assertThat(after.market().find(moving.id()).orElseThrow().price()).isEqualTo(usd("40"));
    assertThat(after.columns().iterator().next().rows)
        .extracting(it -> it.id().value())
        .containsExactly("steady", "moving");
  }

  private void take(ProviderId feed, Random random) {
    List<Offer> next = new ArrayList<>();
    boolean whole = random.nextInt(3) > 0;
    for (Offer offer : told.getOrDefault(feed, List.of())) {
      if (random.nextInt(4) == 0) {
        next.add(offer.repriced(price(random), now));
      } else {
        next.add(whole ? offer.repriced(offer.price(), now) : offer);
      }
    }
    if (random.nextInt(6) == 0) {
      next.set(random.nextInt(next.size()), machine(random, feed, 1_000 + polls++));
    }
    if (random.nextInt(6) == 0) {
      int row = random.nextInt(next.size());
      next.set(row, soldOut(next.get(row)));
    }
    told.put(feed, next);
    Stock stock =
        board
            .shelf(feed)
            .map(shelf -> shelf.stock().next(standing(feed), next))
            .orElseGet(() -> new Stock(feed, standing(feed), next));
    board = board.with(stock, now);
  }

  private Board scratch() {
    Board scratch = Board.EMPTY.with(Overrides.of(List.of(DISCOUNT), now), now);
    for (ProviderId feed : FEEDS) {
      scratch =
          scratch.with(new Stock(feed, standing(feed), told.getOrDefault(feed, List.of())), now);
    }
    return scratch.at(now);
  }

  private static Standing standing(ProviderId feed) {
    return feed.equals(ACCOUNT) ? Standing.SELLER : Standing.REPORTED;
  }

  /** Two of the feeds tell of machines of one seller, the third of its own. */
  private List<Offer> begin(Random random, ProviderId feed) {
    List<Offer> offers = new ArrayList<>();
    for (int number = 0; number < 120; number++) {
      offers.add(machine(random, feed, number));
    }
    return offers;
  }

  private Offer machine(Random random, ProviderId feed, int number) {
    boolean shared = !feed.value().equals("third");
    var machine =
        offer(feed + "-" + number)
            .at(shared ? "aws" : "third", number % 3 == 0 ? "eu-west-1" : "us-east-1")
            .type("type-" + number % 40)
            .with(MODELS[number % MODELS.length], 1 << random.nextInt(4))
            .observedAt(now)
            .price("1");
    Offer built = (number % 5 == 0 ? machine.spot() : machine).build();
    return built.repriced(price(random), now);
  }

  private static Offer soldOut(Offer offer) {
    return new Offer(
        offer.id(),
        offer.region(),
        offer.zone(),
        offer.instanceType(),
        offer.capacityType(),
        offer.price(),
        Availability.flag(false, offer.observedAt(), Duration.ofHours(1)),
        offer.observedAt(),
        offer.source(),
        offer.listing());
  }

  /** A few values, so that there are ties; some in another currency. */
  private static HourlyRate price(Random random) {
    String currency = random.nextInt(30) == 0 ? "EUR" : "USD";
    return HourlyRate.of(1 + random.nextInt(8) + "." + random.nextInt(3), currency);
  }

  private static HourlyRate usd(String amount) {
    return HourlyRate.of(amount, "USD");
  }

  private static List<String> lists(Board board) {
    return board.columns().stream()
        .flatMap(
            columns -> IntStream.range(0, columns.size()).mapToObj(row -> listed(columns, row)))
        .toList();
  }

  private static String listed(Columns columns, int row) {
    return String.join(
        " ",
        columns.rows[row].toString(),
        columns.models[columns.modelOf[row]].toString(),
        columns.regions[columns.regionOf[row]].toString(),
        columns.types[columns.typeOf[row]],
        "%d %d %d %d %d %d %s"
            .formatted(
                columns.priceNanos[row],
                columns.nanosPerAccelerator[row],
                columns.observedAtMillis[row],
                columns.countThousandths[row],
                columns.memoryMebibytes[row],
                columns.capacityType[row],
                columns.superseded[row]));
  }

  private static List<Offer> offers(Board board) {
    return board.market().stream().sorted(Comparator.comparing(Offer::id)).toList();
  }

  private List<Object> answer(Board board, String accelerators) {
    Workload workload =
        WorkloadReader.read(Map.of("resources", Map.of("accelerators", accelerators)))
            .workload()
            .orElseThrow();
    Placement answer =
        Matcher.match(workload, board.market(), Conditions.bundled(1, now), Scope.VISIBLE);
    return List.of(
        answer.choice(),
        answer.runnersUp(),
        answer.front(),
        answer.rejections(),
        answer.nearestMisses(),
        answer.considered(),
        answer.feasible(),
        answer.explanation());
  }
}
