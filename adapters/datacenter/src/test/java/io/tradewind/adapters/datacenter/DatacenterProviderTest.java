package io.tradewind.adapters.datacenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.Bootstrap;
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
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.testkit.FakeSites;
import io.tradewind.testkit.ProvisionerContract;
import io.tradewind.testkit.TestContext;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DatacenterProviderTest extends ProvisionerContract {
  private static final Bootstrap BOOTSTRAP =
      Bootstrap.enrolled(URI.create("https://broker.example"));

  @Override
  protected ProviderFactory factory() {
    return new DatacenterFactory();
  }

  @Override
  protected void prepare(TestContext context) {
    context.sites().add(FakeSites.site("hall-1"));
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
  void aSiteWithoutAPriceOrInventoryIsRefusedWithItsReason() {
    FakeSites sites = new FakeSites();
    sites.add(site(0, 0, "0.02", true));

    OfferFeed feed = new DatacenterProvider(sites).offers();

    assertThat(feed.offers()).isEmpty();
    assertThat(feed.refused())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.detail()).contains("0 vCPUs"));
    assertThat(SiteOffers.refusal(site(16, 16, "0", true)))
        .get()
        .extracting(OfferFeed.Refusal::reason)
        .isEqualTo(OfferFeed.Reason.PRICE_NOT_POSITIVE);
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
    return offers.get(offers.size() - 1);
  }

  private Provisioner provisioner() {
    return provider().provisioner().orElseThrow();
  }

  private static List<Offer> offersOf(Site site) {
    return new DatacenterProvider(new FakeSites().add(site)).offers().offers();
  }

  private static Site site(int vcpus, double freeVcpus, String ask, boolean online) {
    return new Site(
        new SiteId(new UUID(0, 7)),
        "hall-7",
        Region.of("local", "hall-7"),
        Optional.of("DE"),
        Architecture.X86_64,
        vcpus,
        Memory.ofGibibytes(64),
        freeVcpus,
        Memory.ofGibibytes(64),
        Money.usd(ask),
        online,
        Offer.Listing.BY_NAME,
        Instant.parse(TestContext.START));
  }
}
