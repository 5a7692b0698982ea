package io.tradewind.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.NaiveMatcher.Reckoned;
import io.tradewind.matcher.NaiveMatcher.Told;
import io.tradewind.matcher.fence.Fence;
import io.tradewind.matcher.memory.Evidence;
import io.tradewind.matcher.memory.Pool;
import io.tradewind.matcher.memory.PoolMemory;
import io.tradewind.matcher.memory.Priors;
import io.tradewind.matcher.memory.StartOrder;
import io.tradewind.matcher.workload.Objective;
import io.tradewind.matcher.workload.Workload;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Twelve hundred random questions to random markets: every part of the answer, against brute force.
 */
class MatcherAgainstNaiveTest {
  private static final int CASES = 1_200;

  /** One random question with both answers at hand. */
  private record Case(
      long seed,
      Workload asked,
      Workload workload,
      Conditions conditions,
      Scope scope,
      Placement placement,
      List<Told> told,
      NaiveMatcher naive,
      Map<Told, Set<RejectionReason>> failures,
      List<Reckoned> feasible) {

    static Case of(long seed) {
      RandomCases random = new RandomCases(seed);
      ProviderId first = ProviderId.of("first");
      ProviderId second = ProviderId.of("second");
      List<Offer> some = random.offers("a", 60);
      List<Offer> more = random.offers("b", 60);
      boolean rated = seed % 3 == 0;
      Market empty = rated ? Market.empty().ratedBy(Given.RATES) : Market.empty();
      Market market = empty.with(first, some).with(second, more);
      Conditions conditions = random.conditions().withFence(RandomCases.fence(seed));
      Workload workload = random.workload();
      Scope scope = seed % 5 == 0 ? Scope.LEASABLE : Scope.VISIBLE;
      Placement placement = Matcher.match(workload, market, conditions, scope);
      List<Told> told = new ArrayList<>();
      some.forEach(offer -> told.add(new Told(first, rated ? inDollars(offer) : offer)));
      more.forEach(offer -> told.add(new Told(second, rated ? inDollars(offer) : offer)));
      Workload judged = taken(workload, told, conditions, scope);
      NaiveMatcher naive = new NaiveMatcher(judged, conditions, scope);
      Map<Told, Set<RejectionReason>> failures = new LinkedHashMap<>();
      told.forEach(one -> failures.put(one, naive.failures(one)));
      return new Case(
          seed,
          workload,
          judged,
          conditions,
          scope,
          placement,
          told,
          naive,
          failures,
          naive.feasible(told));
    }

    Told told(Candidate answer) {
      return told.stream()
          .filter(it -> it.offer().id().equals(answer.offer().id()))
          .findFirst()
          .orElseThrow();
    }

    /** The judge of what can be leased now: of ordered alternatives it may have taken another. */
    NaiveMatcher naiveOfLeasable() {
      Workload taken = taken(asked, told, conditions, Scope.LEASABLE);
      return new NaiveMatcher(taken, conditions, Scope.LEASABLE);
    }

    /** Brute force compares what was brought to one currency beforehand. */
    private static Offer inDollars(Offer offer) {
      return offer.repriced(
          Given.RATES.convert(offer.price(), PriceScale.CURRENCY, RoundingMode.HALF_EVEN),
          offer.observedAt());
    }

    /** With ordered alternatives the first that is to be had, or all when none is. */
    private static Workload taken(
        Workload workload, List<Told> told, Conditions conditions, Scope scope) {
      if (workload.ordered()) {
        for (var alternative : workload.alternatives()) {
          Workload one = workload.withAlternatives(List.of(alternative), false);
          if (!new NaiveMatcher(one, conditions, scope).feasible(told).isEmpty()) {
            return one;
          }
        }
      }
      return workload;
    }

    String name() {
      return "seed " + seed + ": " + new RandomCases(seed).asked();
    }
  }

  private static List<Case> cases() {
    return java.util.stream.LongStream.range(0, CASES).mapToObj(Case::of).toList();
  }

  private static final List<Case> ALL = cases();

  @Test
  void theCasesAreWorthTheirName() {
    long placed = ALL.stream().filter(one -> one.placement().choice().isPresent()).count();

    assertThat(placed).isBetween(CASES / 4L, CASES * 9L / 10);
  }

  @Test
  void someWouldComeTooLateOnlyForTheStart() {
    assertThat(ALL.stream().filter(one -> counted(one, RejectionReason.START) > 0))
        .hasSizeGreaterThan(CASES / 50);
  }

  @Test
  void someAreNotRunWhereAllElseWouldDo() {
    assertThat(ALL.stream().filter(one -> counted(one, RejectionReason.EXECUTOR) > 0))
        .hasSizeGreaterThan(CASES / 20);
    assertThat(
            ALL.stream()
                .flatMap(one -> one.placement().nearestMisses().stream())
                .filter(miss -> miss.constraint() == RejectionReason.EXECUTOR)
                .map(miss -> miss.advice().split(" ")[0])
                .distinct())
        .containsExactlyInAnyOrder("Run", "Name", "Ask");
  }

  @Test
  void someAreHeldBackByPoliciesAlone() {
    assertThat(ALL.stream().filter(one -> counted(one, RejectionReason.POLICY) > 0))
        .hasSizeGreaterThan(CASES / 50);
    assertThat(
            ALL.stream()
                .flatMap(one -> one.placement().nearestMisses().stream())
                .filter(miss -> miss.advice().contains("Ask for an exception from policy")))
        .hasSizeGreaterThan(CASES / 20);
  }

  @Test
  void aMissNamesARuleExactlyWhereAPolicyIsBroken() {
    for (Case one : ALL) {
      if (one.workload().alternatives().size() > 1) {
        continue;
      }
      for (NearestMiss miss : one.placement().nearestMisses()) {
        NaiveMatcher free =
            new NaiveMatcher(one.workload(), one.conditions().withFence(Fence.NONE), one.scope());
        boolean ownWish = free.failures(one.told(miss.candidate())).contains(miss.constraint());
        assertThat(ownWish || !miss.breaches().isEmpty())
            .as(() -> miss + ", " + one.name())
            .isTrue();
      }
    }
  }

  @Test
  void whatIsChosenBreaksNoRule() {
    for (Case one : ALL) {
      one.placement()
          .choice()
          .ifPresent(choice -> assertThat(choice.breaches()).as(one::name).isEmpty());
    }
  }

  private static int counted(Case one, RejectionReason reason) {
    return Given.countOf(one.placement(), reason);
  }

  @Test
  void theSameOffersAreFeasibleInTheSameNumbers() {
    for (Case one : ALL) {
      assertThat(one.placement().feasible()).as(one::name).isEqualTo(one.feasible().size());
      assertThat(one.placement().considered()).isEqualTo(one.told().size());
    }
  }

  @Test
  void theCheapestAndItsRunnersUpAreTheNaiveOnesInOrder() {
    for (Case one : ALL) {
      if (one.placement().objective() == Objective.CHEAPEST) {
        List<String> expected = one.feasible().stream().limit(11).map(Reckoned::id).toList();
        assertThat(order(one.placement())).as(one::name).isEqualTo(expected);
      }
    }
  }

  @Test
  void theGreenestIsTheLeastCarbonWithinTheBound() {
    for (Case one : ALL) {
      if (one.placement().objective() == Objective.GREENEST) {
        assertBestWithinBound(one, Comparator.comparingLong(Reckoned::carbon));
      }
    }
  }

  @Test
  void theNearestIsTheShortestRoundTripWithinTheBound() {
    for (Case one : ALL) {
      if (one.placement().objective() == Objective.NEAREST) {
        assertBestWithinBound(one, Comparator.comparingLong(Reckoned::roundTrip));
      }
    }
  }

  @Test
  void theFrontIsTheBruteForceFront() {
    for (Case one : ALL) {
      List<String> expected = front(one.feasible()).stream().map(Reckoned::id).sorted().toList();
      assertThat(Given.ids(one.placement().front()).stream().sorted().toList())
          .as(one::name)
          .isEqualTo(expected);
    }
  }

  @Test
  void everyRejectionIsCountedUnderItsFirstReason() {
    for (Case one : ALL) {
      Map<RejectionReason, Integer> expected = new EnumMap<>(RejectionReason.class);
      for (Set<RejectionReason> failures : one.failures().values()) {
        failures.stream()
            .min(Comparator.naturalOrder())
            .ifPresent(reason -> expected.merge(reason, 1, Integer::sum));
      }
      Map<RejectionReason, Integer> counted = new EnumMap<>(RejectionReason.class);
      one.placement().rejections().forEach(r -> counted.put(r.reason(), r.count()));
      assertThat(counted).as(one::name).isEqualTo(expected);
    }
  }

  @Test
  void theCountsSumToWhatIsOut() {
    for (Case one : ALL) {
      Placement placement = one.placement();
      int out = placement.rejections().stream().mapToInt(Rejection::count).sum();
      assertThat(out).isEqualTo(placement.considered() - placement.feasible());
    }
  }

  @Test
  void noAnswerEverBreaksAHardConstraint() {
    for (Case one : ALL) {
      List<Candidate> answers = new ArrayList<>(one.placement().runnersUp());
      one.placement().choice().ifPresent(answers::add);
      answers.addAll(one.placement().front());
      for (Candidate answer : answers) {
        Told told = one.told(answer);
        assertThat(one.failures().get(told)).as(one::name).isEmpty();
      }
    }
  }

  @Test
  void whatCanBeLeasedNowIsFoundIfThereIsAnyAndBreaksNoHardConstraint() {
    int found = 0;
    for (Case one : ALL) {
      NaiveMatcher naive = one.naiveOfLeasable();
      Optional<Candidate> startable = one.placement().startable();
      assertThat(startable.isPresent())
          .as(one::name)
          .isEqualTo(!naive.feasible(one.told()).isEmpty());
      if (startable.isPresent()) {
        found++;
        assertThat(startable.get().leasable()).as(one::name).isTrue();
        assertThat(naive.failures(one.told(startable.get()))).as(one::name).isEmpty();
      }
    }
    assertThat(found).isGreaterThan(CASES / 10);
  }

  @Test
  void theOrderOfFailoverHoldsNothingThatBreaksAHardConstraint() {
    for (Case one : ALL) {
      List<Candidate> answer = new ArrayList<>(one.placement().choice().stream().toList());
      answer.addAll(one.placement().runnersUp());
      List<Candidate> tried =
          StartOrder.of(
                  memory(one),
                  answer,
                  it -> new StartOrder.Candidate(Pool.of(it.offer()), Priors.of(it.offer())),
                  it -> it.ranked().nanos(),
                  Given.NOW)
              .stream()
              .map(StartOrder.Try::candidate)
              .toList();
      assertThat(tried).as(one::name).hasSameSizeAs(answer).allMatch(answer::contains);
      for (Candidate candidate : tried) {
        assertThat(one.failures().get(one.told(candidate))).as(one::name).isEmpty();
      }
    }
  }

  /** Launches that failed and succeeded at random, at what is on offer. */
  private static PoolMemory memory(Case one) {
    Random random = new Random(one.seed());
    PoolMemory memory = PoolMemory.EMPTY;
    for (Told told : one.told()) {
      if (random.nextInt(3) == 0) {
        Evidence evidence = random.nextBoolean() ? Evidence.STARTED : Evidence.SOLD_OUT;
        memory = memory.with(Pool.of(told.offer()), evidence, Given.NOW);
      }
    }
    return memory;
  }

  @Test
  void theNearestMissIsTheBestThatFailsOnlyThat() {
    for (Case one : ALL) {
      if (one.workload().alternatives().size() == 1) {
        for (RejectionReason reason : RejectionReason.values()) {
          Optional<String> expected = bestMiss(one, reason);
          Optional<String> told =
              Given.missOf(one.placement(), reason)
                  .map(miss -> miss.candidate().offer().id().value());
          assertThat(told).as(() -> reason + ", " + one.name()).isEqualTo(expected);
        }
      }
    }
  }

  private static Optional<String> bestMiss(Case one, RejectionReason reason) {
    return one.told().stream()
        .filter(told -> NearestMisses.isTold(reason))
        .filter(told -> Set.of(reason).equals(one.failures().get(told)))
        .filter(told -> reason != RejectionReason.ACCELERATOR || isOtherForm(one, told.offer()))
        .map(one.naive()::reckon)
        .min(NaiveMatcher.BY_COST)
        .map(Reckoned::id);
  }

  private static boolean isOtherForm(Case one, Offer offer) {
    return offer
        .accelerators()
        .filter(
            set ->
                one.workload().alternatives().get(0).accelerators().get().isOtherForm(set.model()))
        .isPresent();
  }

  private static void assertBestWithinBound(Case one, Comparator<Reckoned> order) {
    List<Reckoned> feasible = one.feasible();
    if (feasible.isEmpty()) {
      assertThat(one.placement().choice()).isEmpty();
      return;
    }
    long bound =
        Ranking.bound(feasible.get(0).costNanos(), one.workload().placement().withinPricePercent());
    List<String> within =
        feasible.stream()
            .filter(candidate -> candidate.costNanos() <= bound)
            .sorted(order.thenComparing(NaiveMatcher.BY_COST))
            .map(Reckoned::id)
            .toList();
    String cheapest = feasible.get(0).id();
    String expected =
        one.placement().explanation().toString().contains("nothing to go by")
            ? cheapest
            : within.get(0);
    assertThat(Given.chosen(one.placement())).as(one::name).isEqualTo(expected);
  }

  /** Nobody else is as good in everything and better in something; the first of equal points. */
  private static List<Reckoned> front(List<Reckoned> feasible) {
    return feasible.stream()
        .filter(
            one ->
                feasible.stream()
                    .noneMatch(
                        other ->
                            isAsGood(other, one)
                                && (!isAsGood(one, other)
                                    || NaiveMatcher.BY_COST.compare(other, one) < 0)))
        .toList();
  }

  private static boolean isAsGood(Reckoned a, Reckoned b) {
    return a.costNanos() <= b.costNanos()
        && a.carbon() <= b.carbon()
        && a.roundTrip() <= b.roundTrip();
  }

  private static List<String> order(Placement placement) {
    List<String> order = new ArrayList<>();
    placement.choice().ifPresent(choice -> order.add(choice.offer().id().value()));
    order.addAll(Given.ids(placement.runnersUp()));
    return order;
  }
}
