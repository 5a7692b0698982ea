package io.tradewind.adapters.datacenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.CapacityType;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Memory;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Region;
import io.tradewind.api.Site;
import io.tradewind.api.SiteId;
import io.tradewind.api.SiteMachine;
import io.tradewind.api.SiteNode;
import io.tradewind.api.Source;
import io.tradewind.api.site.Ask;
import io.tradewind.api.site.Circumstances;
import io.tradewind.api.site.Reclaimable;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.testkit.FakeSites;
import io.tradewind.testkit.ProvisionerContract;
import io.tradewind.testkit.TestContext;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DatacenterProviderTest extends ProvisionerContract {
  private static final Circumstances NOW =
      new Circumstances(
          Instant.parse(TestContext.START), OptionalDouble.empty(), OptionalDouble.empty());
  private static final Bootstrap BOOTSTRAP =
      Bootstrap.enrolled(URI.create("https://broker.example"));

  @Override
  protected ProviderFactory factory() {
    return new DatacenterFactory();
  }

  @Override
  protected void prepare(TestContext context) {
    context
        .sites()
        .add(
            FakeSites.site(
                "hall-1", List.of(FakeSites.machine(16)), List.of(reclaimable("cpu", "0.02"))));
  }

  @Test
  void aSiteSellsDoublingSharesUpToItsWholeMachine() {
    assertThat(offersOf(site(12, 12, "0.02", true)))
        .extracting(offer -> offer.instanceType().name())
        .containsExactly("cpu-1", "cpu-2", "cpu-4", "cpu-8", "cpu-12");
    assertThat(offersOf(site(1, 1, "0.02", true)))
        .extracting(offer -> offer.instanceType().name())
        .containsExactly("cpu-1");
  }

  @Test
  void memoryAndPriceAreTheShareOfTheVcpus() {
    Offer half = offersOf(site(16, 16, "0.0215", true)).get(3);

    assertThat(half.id().value()).isEqualTo("site:00000000-0000-0000-0000-000000000007:cpu-8");
    assertThat(half.instanceType().memory()).isEqualTo(Memory.ofGibibytes(32));
    assertThat(half.price()).isEqualTo(HourlyRate.of("0.172", "USD"));
    assertThat(half.source().term()).isEqualTo(Source.Term.DECLARED);
  }

  @Test
  void availabilityCountsWhatNoLeaseHolds() {
    assertThat(offersOf(site(16, 7, "0.02", true)))
        .extracting(offer -> offer.availability().value().orElseThrow())
        .containsExactly(7.0, 3.0, 1.0, 0.0, 0.0);
  }

  @Test
  void aSilentSiteStaysVisibleAndCannotBeHad() {
    assertThat(offersOf(site(16, 16, "0.02", false)))
        .hasSize(5)
        .allMatch(offer -> offer.availability().state() == Availability.State.UNAVAILABLE);
  }

  @Test
  void aSiteWithoutAnInventoryIsRefusedWithItsReason() {
    OfferFeed feed = feedOf(site(0, 0, "0.02", true));

    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.detail()).contains("no machine with a vCPU"));
  }

  @Test
  void whatHasNoAskIsNotSoldAndIsNamed() {
    Site site =
        FakeSites.site("hall-7", List.of(gpuMachine("a", 8, 8), FakeSites.machine(4)), List.of());

    OfferFeed feed = feedOf(site);

    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused())
        .extracting(OfferFeed.Refusal::detail)
        .containsExactly(
            "It has H100, and asks no price for it. Set an ask.",
            "It has cpu, and asks no price for it. Set an ask.");
  }

  @Test
  void aMachineWithAcceleratorsIsSoldByTheAcceleratorWithItsShareOfTheRest() {
    Site site =
        FakeSites.site("hall-7", List.of(gpuMachine("a", 8, 8)), List.of(plain("H100", "2.5")));

    List<Offer> offers = offersOf(site);

    assertThat(offers)
        .extracting(offer -> offer.instanceType().name())
        .containsExactly("h100-1", "h100-2", "h100-4", "h100-8");
    Offer two = offers.get(1);
    assertThat(two.price()).isEqualTo(HourlyRate.of("5", "USD"));
    assertThat(two.accelerators().orElseThrow().count()).isEqualTo(2);
    assertThat(two.instanceType().vcpus()).isEqualTo(16);
    assertThat(two.instanceType().memory()).isEqualTo(Memory.ofGibibytes(128));
  }

  @Test
  void machinesOfOneKindAreCountedTogetherAndAShareFitsIntoThePoorest() {
    Site site =
        FakeSites.site(
            "hall-7",
            List.of(gpuMachine("a", 8, 3), gpuMachine("b", 4, 4)),
            List.of(plain("H100", "2.5")));

    List<Offer> offers = offersOf(site);

    assertThat(offers)
        .extracting(offer -> offer.availability().value().orElseThrow())
        .containsExactly(7.0, 3.0, 1.0, 0.0);
  }

  @Test
  void noShareOfAClusterIsLargerThanOneOfItsNodesCanGive() {
    SiteMachine cluster = cluster(8, new SiteNode(2, 4, 32, Memory.ofGibibytes(256)));
    Site site = FakeSites.site("hall-7", List.of(cluster), List.of(plain("H100", "2.5")));

    List<Offer> offers = offersOf(site);

    assertThat(offers)
        .extracting(
            offer -> offer.instanceType().name(),
            offer -> offer.instanceType().vcpus(),
            offer -> offer.availability().value().orElseThrow())
        .containsExactly(
            tuple("h100-1", 8.0, 8.0), tuple("h100-2", 16.0, 4.0), tuple("h100-4", 32.0, 2.0));
  }

  @Test
  void ofNodesThatDifferEachGivesWhatItHas() {
    SiteMachine cluster =
        cluster(
            10,
            new SiteNode(1, 4, 32, Memory.ofGibibytes(256)),
            new SiteNode(2, 3, 32, Memory.ofGibibytes(256)),
            new SiteNode(5, 0, 64, Memory.ofGibibytes(512)));
    Site site = FakeSites.site("hall-7", List.of(cluster), List.of(plain("H100", "2.5")));

    assertThat(offersOf(site))
        .extracting(
            offer -> offer.instanceType().name(),
            offer -> offer.availability().value().orElseThrow())
        .containsExactly(tuple("h100-1", 10.0), tuple("h100-2", 4.0), tuple("h100-4", 1.0));
  }

  @Test
  void powerThatIsLeftCapsWhatIsSoldAtOnce() {
    SiteMachine machine = gpuMachine("a", 8, 8);
    double oneShare =
        Site.ratedWatts(
            offersOf(FakeSites.site("x", List.of(machine), List.of(plain("H100", "2.5"))))
                .get(0)
                .instanceType());
    Site site =
        new Site(
            new SiteId(new UUID(0, 7)),
            "hall-7",
            Region.of("local", "hall-7"),
            Optional.of("DE"),
            List.of(machine),
            List.of(plain("H100", "2.5")),
            OptionalDouble.of(oneShare * 2.5),
            Offer.Listing.OPEN,
            NOW);

    assertThat(offersOf(site))
        .extracting(offer -> offer.availability().value().orElseThrow())
        .containsExactly(2.0, 1.0, 0.0, 0.0);
  }

  @Test
  void reclaimableCapacityIsSoldAsSpotForLess() {
    Site site =
        FakeSites.site(
            "hall-7", List.of(gpuMachine("a", 1, 1)), List.of(reclaimable("H100", "2.50")));

    assertThat(offersOf(site))
        .extracting(Offer::capacityType, Offer::price)
        .containsExactly(
            tuple(CapacityType.ON_DEMAND, HourlyRate.of("2.50", "USD")),
            tuple(CapacityType.SPOT, HourlyRate.of("1.75", "USD")));
  }

  @Test
  void aFullSiteHasNoCapacity() throws ProviderException {
    Offer whole = wholeMachine();
    provisioner().start(new LeaseId(new UUID(1, 1)), whole, BOOTSTRAP);

    assertThatThrownBy(() -> provisioner().start(new LeaseId(new UUID(1, 2)), whole, BOOTSTRAP))
        .isInstanceOfSatisfying(
            ProviderException.class,
            thrown -> assertThat(thrown.fault()).isEqualTo(Fault.NO_CAPACITY));
  }

  @Test
  void aReleasedPlaceIsSoldAgain() throws ProviderException {
    Offer whole = wholeMachine();
    LeaseId first = new LeaseId(new UUID(1, 1));
    provisioner().start(first, whole, BOOTSTRAP);
    assertThat(wholeMachine().availability().state()).isEqualTo(Availability.State.UNAVAILABLE);

    provisioner().stop(first);

    assertThat(wholeMachine().availability().state()).isEqualTo(Availability.State.AVAILABLE);
  }

  @Test
  void anOfferOfSomebodyElseIsNotStarted() throws ProviderException {
    Offer site = wholeMachine();
    Offer foreign =
        new Offer(
            new OfferId("aws:p5.48xlarge"),
            site.region(),
            site.zone(),
            site.instanceType(),
            site.capacityType(),
            site.price(),
            site.availability(),
            site.observedAt(),
            site.source(),
            site.listing());

    assertThatThrownBy(() -> provisioner().start(new LeaseId(new UUID(1, 1)), foreign, BOOTSTRAP))
        .isInstanceOfSatisfying(
            ProviderException.class,
            thrown -> assertThat(thrown.fault()).isEqualTo(Fault.UNEXPECTED));
  }

  private Offer wholeMachine() throws ProviderException {
    List<Offer> offers = provider().offers().offers();
    return offers.get(offers.size() - 2);
  }

  private Provisioner provisioner() {
    return provider().provisioner().orElseThrow();
  }

  private static List<Offer> offersOf(Site site) {
    return feedOf(site).offers();
  }

  private static OfferFeed feedOf(Site site) {
    return new DatacenterProvider(new FakeSites().add(site)).offers();
  }

  private static Ask plain(String unit, String price) {
    return Ask.plain(unit, Money.usd(price));
  }

  private static Ask reclaimable(String unit, String price) {
    return new Ask(
        unit,
        Money.usd(price),
        Money.usd("0.001"),
        List.of(),
        ZoneOffset.UTC,
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.of(new Reclaimable(BigDecimal.valueOf(30), Duration.ofMinutes(5))));
  }

  private static SiteMachine cluster(int accelerators, SiteNode... nodes) {
    SiteMachine whole = gpuMachine("cluster", accelerators, accelerators);
    return new SiteMachine(
        whole.name(),
        whole.architecture(),
        whole.accelerators(),
        whole.vcpus(),
        whole.memory(),
        accelerators,
        whole.freeVcpus(),
        whole.freeMemory(),
        true,
        List.of(nodes),
        whole.runs());
  }

  private static SiteMachine gpuMachine(String name, int devices, int free) {
    return new SiteMachine(
        name,
        Architecture.X86_64,
        Accelerators.bundled().resolve("H100").map(set -> AcceleratorSet.of(set.model(), devices)),
        8 * devices,
        Memory.ofGibibytes(64.0 * devices),
        free,
        8 * free,
        Memory.ofGibibytes(64.0 * free),
        true);
  }

  private static Site site(int vcpus, double freeVcpus, String ask, boolean online) {
    SiteMachine machine =
        new SiteMachine(
            "machine",
            Architecture.X86_64,
            Optional.empty(),
            vcpus,
            Memory.ofGibibytes(64),
            0,
            freeVcpus,
            Memory.ofGibibytes(64),
            online);
    return new Site(
        new SiteId(new UUID(0, 7)),
        "hall-7",
        Region.of("local", "hall-7"),
        Optional.of("DE"),
        List.of(machine),
        List.of(plain("cpu", ask)),
        OptionalDouble.empty(),
        Offer.Listing.BY_NAME,
        NOW);
  }
}
