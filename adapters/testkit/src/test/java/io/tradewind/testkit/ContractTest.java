package io.tradewind.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradewind.api.Capability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.ProviderContext;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract lets an honest provider pass, and catches each broken promise by name. */
class ContractTest {

  @Test
  void aProviderThatKeepsItsPromisesPassesAll() {
    ContractRun run = ContractRun.of(StubFactory::new);
    assertThat(run.failed()).isEmpty();
    assertThat(run.passed()).hasSizeGreaterThanOrEqualTo(22);
  }

  @Test
  void aProviderThatOnlyListsPassesAll() {
    ContractRun run =
        ContractRun.of(changed(ContractTest::onlyLists), ContractRun.ListingSubject.class);
    assertThat(run.failed()).isEmpty();
    assertThat(run.passed()).hasSizeGreaterThanOrEqualTo(10);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aBrokenPromiseIsCaught(String what, Consumer<StubFactory> breaking, String caughtBy) {
    assertThat(ContractRun.of(changed(breaking)).failed()).contains(caughtBy);
  }

  static Stream<Arguments> aBrokenPromiseIsCaught() {
    return Stream.of(
        broken(
            "claims PROVISION without a provisioner",
            stub -> stub.hasProvisioner = false,
            "thereIsAProvisionerExactlyWhenProvisionIsClaimed"),
        broken(
            "has a provisioner that it does not claim",
            stub -> stub.claims.remove(Capability.PROVISION),
            "thereIsAProvisionerExactlyWhenProvisionIsClaimed"),
        broken(
            "claims an agent where nothing is started",
            stub -> stub.claims = EnumSet.of(Capability.RESIDENT_AGENT, Capability.SPOT),
            "anAgentWaitsOnlyWhereLeasesAreStarted"),
        broken(
            "claims MANY_SELLERS and lists its own",
            stub -> stub.claims.add(Capability.MANY_SELLERS),
            "othersOffersAreListedExactlyWhenManySellersIsClaimed"),
        broken(
            "lists the offer of another without claiming it",
            lists(now -> offer("other", "b", "1.00", now)),
            "othersOffersAreListedExactlyWhenManySellersIsClaimed"),
        broken(
            "claims SPOT and lists none",
            stub -> stub.offers = context -> only(StubOffers.onDemand("2.00", now(context))),
            "spotOffersAreListedExactlyWhenSpotIsClaimed"),
        broken(
            "lists spot without claiming it",
            stub -> stub.claims.remove(Capability.SPOT),
            "spotOffersAreListedExactlyWhenSpotIsClaimed"),
        broken(
            "claims AVAILABILITY and tells none",
            stub -> stub.offers = ContractTest::withoutAvailability,
            "availabilityIsToldExactlyWhenItIsClaimed"),
        broken(
            "tells availability without claiming it",
            stub -> stub.claims.remove(Capability.AVAILABILITY),
            "availabilityIsToldExactlyWhenItIsClaimed"),
        broken(
            "lists nothing",
            stub -> stub.offers = context -> OfferFeed.of(List.of()),
            "offersKeepTheInvariants"),
        broken(
            "uses an id twice",
            lists(now -> StubOffers.onDemand("2.00", now)),
            "offersKeepTheInvariants"),
        broken(
            "sells spot at the on-demand price",
            stub ->
                stub.offers =
                    context ->
                        OfferFeed.of(
                            List.of(
                                StubOffers.onDemand("2.00", now(context)),
                                StubOffers.spot("2.00", now(context)))),
            "offersKeepTheInvariants"),
        broken(
            "observes the future",
            lists(now -> offer("stub", "b", "1.00", now.plus(Duration.ofMinutes(1)))),
            "offersKeepTheInvariants"),
        broken(
            "invents an accelerator",
            lists(
                now ->
                    StubOffers.offer(
                        "stub", "b", CapacityType.ON_DEMAND, "1.00", now, StubOffers.unlisted())),
            "offersKeepTheInvariants"),
        broken(
            "names its offers anew each time",
            lists(now -> offer("stub", "b-" + UUID.randomUUID(), "1.00", now)),
            "offerIdsAreStableOverCalls"),
        broken(
            "fails when closed twice",
            stub ->
                stub.onSecondClose =
                    () -> {
                      throw new IllegalStateException("closed already");
                    },
            "closingTwiceIsClosing"),
        broken(
            "prints its secret",
            stub -> stub.shownAs = "stub with key " + StubFactory.SECRET,
            "secretsAreNotShown"),
        broken(
            "puts its secret into an exception",
            stub -> stub.faultMessage = "401 for key " + StubFactory.SECRET,
            "aFailingReadingOfOffersIsNamedByTheNextMove"),
        broken(
            "reads a setting that it does not declare",
            stub -> stub.offers = context -> readingUndeclared(context),
            "offersKeepTheInvariants"),
        brokenMachines(BrokenMachines.Forgetful::new, "startingTwiceIsOneMachine"),
        brokenMachines(BrokenMachines.Forgetful::new, "twoStartsAtOnceAreOneMachine"),
        brokenMachines(
            BrokenMachines.Forgetful::new, "aLostReplyIsUnreachableAndTheNextStartFindsTheMachine"),
        brokenMachines(BrokenMachines.Sharing::new, "twoLeasesAreTwoMachines"),
        brokenMachines(BrokenMachines.Blind::new, "aStartedMachineIsFoundAndOwned"),
        brokenMachines(BrokenMachines.Confused::new, "aLeaseWithoutAMachineIsNotFound"),
        brokenMachines(BrokenMachines.Untagged::new, "aStartedMachineIsFoundAndOwned"),
        brokenMachines(BrokenMachines.Unstoppable::new, "stoppingTwiceIsStopping"),
        brokenMachines(BrokenMachines.StopsEverything::new, "stoppingEndsTheMachineAndNoOther"),
        brokenMachines(BrokenMachines.Pedantic::new, "stoppingWhatNeverWasSucceeds"),
        brokenMachines(BrokenMachines.Pedantic::new, "stoppingTwiceIsStopping"),
        brokenMachines(
            BrokenMachines.Misplaced::new, "aStartedMachineIsTheLeasesAndIsWhereTheOfferIs"),
        brokenMachines(
            BrokenMachines.Vague::new, "aFailingStartIsNamedByTheNextMoveAndLeavesNothing"),
        brokenMachines(
            BrokenMachines.Littering::new, "aFailingStartIsNamedByTheNextMoveAndLeavesNothing"),
        brokenMachines(BrokenMachines.LeavesDisks::new, "stoppingLeavesNoPart"),
        brokenMachines(BrokenMachines.LeavesDisks::new, "aStartThatFindsNoRoomHalfwayLeavesNoPart"),
        brokenMachines(BrokenMachines.Rash::new, "whoCannotLookDoesNotSayThatNothingIsThere"),
        brokenMachines(BrokenMachines.Pretending::new, "aFailingStopIsToldAndCanBeRepeated"),
        brokenMachines(BrokenMachines.Talkative::new, "theEnrolmentTokenIsNotShown"));
  }

  @Test
  void aFactoryThatIsNotRegisteredIsCaught() {
    ContractRun run = ContractRun.of(() -> new StubFactory() {});
    assertThat(run.failed()).containsExactly("theServiceLoaderFindsTheFactory");
  }

  @Test
  void whoStartsMachinesCannotPassAsAMereList() {
    ContractRun run = ContractRun.of(StubFactory::new, ContractRun.ListingSubject.class);
    assertThat(run.failed()).containsExactly("whoClaimsProvisionIsHeldToTheProvisionerContract");
  }

  @Test
  void aDefaultThatIsASecretIsCaught() {
    ContractRun run = ContractRun.of(SecretByDefault::new);
    assertThat(run.failed()).contains("everySettingIsDeclaredOnceAndExplained");
  }

  private static Arguments broken(String what, Consumer<StubFactory> breaking, String caughtBy) {
    return Arguments.of(what, breaking, caughtBy);
  }

  private static Arguments brokenMachines(Supplier<StubMachines> machines, String caughtBy) {
    String what = machines.get().getClass().getSimpleName() + " machines, " + caughtBy;
    return broken(what, stub -> stub.machines = machines.get(), caughtBy);
  }

  private static Supplier<StubFactory> changed(Consumer<StubFactory> change) {
    return () -> {
      StubFactory stub = new StubFactory();
      change.accept(stub);
      return stub;
    };
  }

  private static void onlyLists(StubFactory stub) {
    stub.claims = EnumSet.noneOf(Capability.class);
    stub.hasProvisioner = false;
    stub.offers =
        context -> only(StubOffers.withoutAvailability(StubOffers.onDemand("2.00", now(context))));
  }

  private static Consumer<StubFactory> lists(Function<Instant, Offer> more) {
    return stub -> stub.offers = context -> StubOffers.honestAnd(context, more.apply(now(context)));
  }

  private static Offer offer(String seller, String id, String price, Instant at) {
    return StubOffers.offer(seller, id, CapacityType.ON_DEMAND, price, at, StubOffers.model("A10"));
  }

  private static OfferFeed withoutAvailability(ProviderContext context) {
    return OfferFeed.of(
        StubOffers.honest(context).offers().stream().map(StubOffers::withoutAvailability).toList());
  }

  private static OfferFeed readingUndeclared(ProviderContext context) {
    assertThat(context.setting("colour")).isEmpty();
    return StubOffers.honest(context);
  }

  private static OfferFeed only(Offer offer) {
    return OfferFeed.of(List.of(offer));
  }

  private static Instant now(ProviderContext context) {
    return context.clock().instant();
  }

  private static final class SecretByDefault extends StubFactory {
    @Override
    public List<Setting> settings() {
      return List.of(
          new Setting("region", "Where.", "north", false),
          new Setting("api-key", "Key.", "changeme", true));
    }
  }
}
