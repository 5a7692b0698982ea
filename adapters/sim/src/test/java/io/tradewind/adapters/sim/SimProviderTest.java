package io.tradewind.adapters.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Availability;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import io.tradewind.testkit.MutableClock;
import io.tradewind.testkit.TestContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimProviderTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Bootstrap BOOTSTRAP =
      Bootstrap.enrolled(URI.create("https://broker.example"));

  private final MutableClock clock = new MutableClock(NOON);
  private final SimProvider sim = new SimProvider(clock, 7, 48, clock::advance);
  private final Provisioner provisioner = sim.provisioner().orElseThrow();
  private final LeaseId lease = new LeaseId(new UUID(0, 1));

  @Test
  void whatTheSettingSaysIsInStockEverywhere() throws ProviderException {
    SimProvider stocked = new SimProvider(clock, 7, 48, OptionalInt.of(100_000), clock::advance);

    assertThat(stocked.offers().offers())
        .allSatisfy(offer -> assertThat(offer.availability().value()).hasValue(100_000));
  }

  @Test
  void theSameSeedMakesTheSameOffers() throws ProviderException {
    assertThat(new SimProvider(clock, 7, 48).offers()).isEqualTo(sim.offers());
  }

  @Test
  void anotherSeedMakesOtherPrices() throws ProviderException {
    assertThat(new SimProvider(clock, 8, 48).offers().offers())
        .extracting(Offer::price)
        .isNotEqualTo(sim.offers().offers().stream().map(Offer::price).toList());
  }

  @Test
  void itListsAsManyOffersAsAsked() throws ProviderException {
    assertThat(new SimProvider(clock, 7, 1001).offers().offers()).hasSize(1001);
  }

  @Test
  void someOfferIsSoldOutAndStaysVisible() throws ProviderException {
    assertThat(sim.offers().offers())
        .extracting(offer -> offer.availability().state())
        .contains(Availability.State.UNAVAILABLE, Availability.State.AVAILABLE);
  }

  @Test
  void theSameSeedMeetsTheSameFaults() {
    List<String> first = faultsOf(new SimProvider(clock, 3, 4));
    assertThat(faultsOf(new SimProvider(clock, 3, 4))).isEqualTo(first);
    assertThat(first).contains("none", "THROTTLED", "UNREACHABLE");
  }

  @Test
  void aMachineIsPendingForHalfAMinuteThenRunning() throws ProviderException {
    assertThat(start().state()).isEqualTo(Instance.State.PENDING);
    clock.advance(Duration.ofSeconds(30));
    Instance later = provisioner.find(lease).orElseThrow();
    assertThat(later.state()).isEqualTo(Instance.State.RUNNING);
    assertThat(later.since()).isEqualTo(NOON.plusSeconds(30));
  }

  @Test
  void aStartedMachineIsMissingFromTheCount() throws ProviderException {
    double before = availableOf(free()).value().orElseThrow();
    start();
    assertThat(availableOf(free()).value()).hasValue(before - 1);
  }

  @Test
  void theLastMachineSoldLeavesNoCapacity() throws ProviderException {
    Offer offer = free();
    int machines = (int) offer.availability().value().orElseThrow();
    for (int i = 0; i < machines; i++) {
      provisioner.start(new LeaseId(new UUID(1, i)), offer, BOOTSTRAP);
    }
    assertFault(Fault.NO_CAPACITY, () -> provisioner.start(lease, offer, BOOTSTRAP));
    assertThat(provisioner.start(new LeaseId(new UUID(1, 0)), offer, BOOTSTRAP).nativeId())
        .isEqualTo("sim-000001");
  }

  @Test
  void aSoldOutOfferCountsZeroUntilItIsRestocked() throws ProviderException {
    Offer offer = free();
    sim.faults().sellOut(offer.id());
    assertThat(availableOf(offer).state()).isEqualTo(Availability.State.UNAVAILABLE);
    assertFault(Fault.NO_CAPACITY, () -> provisioner.start(lease, offer, BOOTSTRAP));
    sim.faults().restock(offer.id());
    assertThat(provisioner.start(lease, offer, BOOTSTRAP).lease()).isEqualTo(lease);
  }

  @Test
  void aTwinIsOwnedUnderTheSameLeaseAndStoppedWithIt() throws ProviderException {
    sim.faults().twinNextStart();
    start();
    assertThat(provisioner.owned()).extracting(Instance::lease).containsExactly(lease, lease);
    provisioner.stop(lease);
    assertThat(provisioner.owned()).isEmpty();
  }

  @Test
  void anInterruptedMachineIsGone() throws ProviderException {
    start();
    sim.interrupt(lease);
    assertThat(provisioner.find(lease)).isEmpty();
  }

  @Test
  void latencyPassesOnTheClockOfTheWaiting() throws ProviderException {
    sim.faults().latency(Faults.Call.OFFERS, Duration.ofSeconds(4));
    sim.offers();
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(4));
  }

  @Test
  void aThrottledCallSaysHowLongToWait() {
    sim.faults().failNext(Faults.Call.STOP, Fault.THROTTLED);
    assertThatThrownBy(() -> provisioner.stop(lease))
        .isInstanceOfSatisfying(
            ProviderException.class,
            thrown -> assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(3)));
  }

  @Test
  void anOfferThatIsNotListedHasNoCapacity() throws ProviderException {
    Offer gone = new SimProvider(clock, 7, 1001).offers().offers().get(1000);
    assertFault(Fault.NO_CAPACITY, () -> provisioner.start(lease, gone, BOOTSTRAP));
  }

  @Test
  void spotCostsLessThanOnDemand() throws ProviderException {
    List<Offer> offers = sim.offers().offers();
    for (int i = 0; i < offers.size(); i += 2) {
      assertThat(offers.get(i).capacityType()).isEqualTo(CapacityType.ON_DEMAND);
      assertThat(offers.get(i + 1).price()).isLessThan(offers.get(i).price());
    }
  }

  @Test
  void itIsOffUnlessSwitchedOn() {
    SimFactory factory = new SimFactory();
    assertThat(factory.create(TestContext.of(factory))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"offers,0", "offers,many", "offers,1000001", "seed,1.5"})
  void aSettingOutOfRangeIsNamed(String key, String value) {
    SimFactory factory = new SimFactory();
    TestContext context = TestContext.of(factory, Map.of("enabled", "true", key, value));
    assertThatThrownBy(() -> factory.create(context))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tradewind.sim." + key)
        .hasMessageContaining(value);
  }

  private Instance start() throws ProviderException {
    return provisioner.start(lease, free(), BOOTSTRAP);
  }

  /** The same offer each time, as long as something of it is left. */
  private Offer free() throws ProviderException {
    return sim.offers().offers().stream()
        .filter(offer -> offer.availability().state().mayStart())
        .findFirst()
        .orElseThrow();
  }

  private Availability availableOf(Offer wanted) throws ProviderException {
    OfferId id = wanted.id();
    return sim.offers().offers().stream()
        .filter(offer -> offer.id().equals(id))
        .findFirst()
        .orElseThrow()
        .availability();
  }

  private static List<String> faultsOf(SimProvider provider) {
    provider.faults().failAtRandom(0.5);
    List<String> met = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      try {
        provider.offers();
        met.add("none");
      } catch (ProviderException e) {
        met.add(e.fault().name());
      }
    }
    return met;
  }

  private static void assertFault(Fault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class, thrown -> assertThat(thrown.fault()).isEqualTo(fault));
  }
}
