package io.tradewind.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.Capability;
import io.tradewind.api.Gang;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every provider that starts machines must do, besides the {@link ProviderContract}: one lease
 * is one machine, whatever is repeated, lost or done at once.
 */
public abstract class ProvisionerContract extends ProviderContract {
  private static final String TOKEN = "enrol-2b9f0d77c1";
  private static final String DOCUMENT = "#cloud-config\n# " + TOKEN + "\n";
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example:8443"),
          Optional.of(new Secret(TOKEN)),
          Optional.of(new Secret(DOCUMENT)));

  private final LeaseId lease = new LeaseId(new UUID(0, 1));
  private final LeaseId otherLease = new LeaseId(new UUID(0, 2));

  /** The offer that the tests start machines of; there must be room for four. */
  protected Offer startable(List<Offer> offers) {
    return offers.stream()
        .filter(offer -> offer.availability().state().mayStart())
        .findFirst()
        .orElseThrow(() -> new AssertionError("No offer may be started."));
  }

  /** Lets the other side finish what it does in its own time, such as ending a stopped machine. */
  protected void settle(Provider provider) {}

  /** Whether the other side lets the machine of the one lease call that of the other. */
  protected boolean reaches(LeaseId from, LeaseId to) {
    throw new AssertionError(
        "%s claims a private network; say in reaches() what its other side lets through."
            .formatted(provider().id()));
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.empty();
  }

  @BeforeEach
  final void keepTheBootDocumentSecret() {
    String asSent = Base64.getEncoder().encodeToString(DOCUMENT.getBytes(StandardCharsets.UTF_8));
    secrecy().includes(TOKEN, asSent);
  }

  @Test
  protected void aStartedMachineIsTheLeasesAndIsWhereTheOfferIs() throws ProviderException {
    Instance started = start(lease);
    assertThat(started.lease()).isEqualTo(lease);
    assertThat(started.nativeId()).isNotBlank();
    assertThat(started.region()).isEqualTo(offer().region());
    assertThat(started.state()).isIn(Instance.State.PENDING, Instance.State.RUNNING);
    assertThat(started.since()).isBeforeOrEqualTo(context().clock().instant());
  }

  @Test
  protected void startingTwiceIsOneMachine() throws ProviderException {
    Instance first = start(lease);
    Instance second = start(lease);
    assertThat(second.nativeId()).isEqualTo(first.nativeId());
    assertThat(owned()).containsExactly(first.nativeId());
  }

  @Test
  protected void twoStartsAtOnceAreOneMachine() throws Exception {
    Offer offer = offer();
    CyclicBarrier together = new CyclicBarrier(2);
    Callable<Instance> starting =
        () -> {
          together.await();
          return provisioner().start(lease, offer, BOOTSTRAP);
        };
    List<String> started = new ArrayList<>();
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try {
      for (Future<Instance> answer : workers.invokeAll(List.of(starting, starting))) {
        started.add(answer.get().nativeId());
      }
    } finally {
      workers.shutdownNow();
    }
    assertThat(started.get(1)).isEqualTo(started.get(0));
    assertThat(owned()).containsExactly(started.get(0));
  }

  @Test
  protected void twoLeasesAreTwoMachines() throws ProviderException {
    Instance one = start(lease);
    Instance other = start(otherLease);
    assertThat(other.nativeId()).isNotEqualTo(one.nativeId());
    assertThat(owned()).containsExactlyInAnyOrder(one.nativeId(), other.nativeId());
  }

  @Test
  protected void theMachinesOfAGangReachEachOtherAndNobodyElsesReachesThem()
      throws ProviderException {
    assumeTrue(claims(Capability.PRIVATE_NETWORK), "machines do not reach each other here");
    assumeTrue(!claims(Capability.RESIDENT_AGENT), "a site's machines have a network already");
    Bootstrap ofOne = BOOTSTRAP.with(new Gang("one", 2, false));
    LeaseId alone = new LeaseId(new UUID(0, 3));
    LeaseId stranger = new LeaseId(new UUID(0, 4));
    provisioner().start(lease, offer(), ofOne);
    provisioner().start(otherLease, offer(), ofOne);
    provisioner().start(alone, offer(), BOOTSTRAP);
    provisioner().start(stranger, offer(), BOOTSTRAP.with(new Gang("other", 2, false)));

    assertThat(reaches(lease, otherLease)).isTrue();
    assertThat(reaches(otherLease, lease)).isTrue();
    for (LeaseId outside : List.of(alone, stranger)) {
      assertThat(reaches(outside, lease)).as("%s reaches %s", outside, lease).isFalse();
      assertThat(reaches(lease, outside)).as("%s reaches %s", lease, outside).isFalse();
    }
    assertThat(provisioner().start(lease, offer(), ofOne).nativeId())
        .as("started again")
        .isEqualTo(provisioner().find(lease).orElseThrow().nativeId());
  }

  @Test
  protected void aLeaseWithoutAMachineIsNotFound() throws ProviderException {
    start(otherLease);
    assertThat(provisioner().find(lease)).isEmpty();
  }

  @Test
  protected void aStartedMachineIsFoundAndOwned() throws ProviderException {
    Instance started = start(lease);
    assertThat(provisioner().find(lease)).map(Instance::nativeId).contains(started.nativeId());
    assertThat(provisioner().owned())
        .extracting(Instance::lease)
        .as("leases of the machines that are tagged as ours")
        .containsExactly(lease);
  }

  @Test
  protected void stoppingEndsTheMachineAndNoOther() throws ProviderException {
    start(lease);
    Instance other = start(otherLease);
    provisioner().stop(lease);
    assertGone(lease);
    assertThat(owned()).containsExactly(other.nativeId());
  }

  @Test
  protected void stoppingTwiceIsStopping() throws ProviderException {
    start(lease);
    provisioner().stop(lease);
    provisioner().stop(lease);
    assertGone(lease);
  }

  @Test
  protected void stoppingWhatNeverWasSucceeds() throws ProviderException {
    provisioner().stop(lease);
    assertGone(lease);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NO_CAPACITY", "QUOTA_EXCEEDED", "THROTTLED", "UNREACHABLE", "CREDENTIALS_REFUSED"})
  protected void aFailingStartIsNamedByTheNextMoveAndLeavesNothing(Fault fault)
      throws ProviderException {
    Offer offer = offer();
    injector().failNextStart(fault);
    assertFault(fault, () -> provisioner().start(lease, offer, BOOTSTRAP));
    assertThat(owned()).isEmpty();
    assertThat(start(lease).lease()).as("after the fault is over").isEqualTo(lease);
  }

  @Test
  protected void aLostReplyIsUnreachableAndTheNextStartFindsTheMachine() throws ProviderException {
    Offer offer = offer();
    injector().loseNextStartReply();
    assertFault(Fault.UNREACHABLE, () -> provisioner().start(lease, offer, BOOTSTRAP));
    List<String> made = owned();
    assertThat(made).as("the machine was made although the reply was lost").hasSize(1);
    assertThat(start(lease).nativeId()).isEqualTo(made.get(0));
    assertThat(owned()).isEqualTo(made);
  }

  @Test
  protected void aStartThatFindsNoRoomHalfwayLeavesNoPart() throws ProviderException {
    Offer offer = offer();
    FaultInjector other = injector();
    assumeTrue(other.halfMakeNextStart(), "machines are made whole or not at all");
    assertFault(Fault.NO_CAPACITY, () -> provisioner().start(lease, offer, BOOTSTRAP));
    // The broker ends what it gave up on, whether or not there is anything.
    provisioner().stop(lease);
    settle(provider());
    assertThat(other.leftOver()).as("parts of the machine that was not made").isEmpty();
    assertThat(start(lease).lease()).isEqualTo(lease);
  }

  @Test
  protected void stoppingLeavesNoPart() throws ProviderException {
    start(lease);
    provisioner().stop(lease);
    settle(provider());
    assertThat(faults(provider()).map(FaultInjector::leftOver).orElse(List.of())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"THROTTLED", "UNREACHABLE", "CREDENTIALS_REFUSED"})
  protected void whoCannotLookDoesNotSayThatNothingIsThere(Fault fault) throws ProviderException {
    Instance started = start(lease);
    FaultInjector other = injector();
    assumeTrue(other.failNextFind(fault), "this test class injects no such faults");
    assertFault(fault, () -> provisioner().find(lease));
    assertThat(other.failNextOwned(fault)).as("owned fails where find does").isTrue();
    assertFault(fault, () -> provisioner().owned());
    assertThat(provisioner().find(lease)).map(Instance::nativeId).contains(started.nativeId());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"THROTTLED", "UNREACHABLE", "CREDENTIALS_REFUSED"})
  protected void aFailingStopIsToldAndCanBeRepeated(Fault fault) throws ProviderException {
    start(lease);
    assumeTrue(injector().failNextStop(fault), "this test class injects no such faults");
    assertFault(fault, () -> provisioner().stop(lease));
    assertThat(state(lease)).isIn(Instance.State.PENDING, Instance.State.RUNNING);
    provisioner().stop(lease);
    assertGone(lease);
  }

  @Test
  protected void theEnrolmentTokenIsNotShown() throws ProviderException {
    Instance started = start(lease);
    secrecy().isKeptBy(started);
    secrecy().isKeptBy(provisioner().owned());
    secrecy().isKeptBy(provisioner());
  }

  private FaultInjector injector() {
    Optional<FaultInjector> faults = faults(provider());
    assumeTrue(faults.isPresent(), "this test class injects no faults");
    return faults.orElseThrow();
  }

  private void assertGone(LeaseId gone) throws ProviderException {
    assertThat(state(gone))
        .as("a stopped machine may still be stopping, and is not running")
        .isIn(Instance.State.STOPPING, Instance.State.TERMINATED);
    settle(provider());
    assertThat(state(gone)).isEqualTo(Instance.State.TERMINATED);
    assertThat(provisioner().owned()).extracting(Instance::lease).doesNotContain(gone);
  }

  private Instance.State state(LeaseId id) throws ProviderException {
    return provisioner().find(id).map(Instance::state).orElse(Instance.State.TERMINATED);
  }

  private Instance start(LeaseId id) throws ProviderException {
    return provisioner().start(id, offer(), BOOTSTRAP);
  }

  private Offer offer() throws ProviderException {
    return startable(provider().offers().offers());
  }

  private List<String> owned() throws ProviderException {
    return provisioner().owned().stream().map(Instance::nativeId).toList();
  }

  private Provisioner provisioner() {
    return provider()
        .provisioner()
        .orElseThrow(() -> new AssertionError("%s has no provisioner.".formatted(provider().id())));
  }
}
