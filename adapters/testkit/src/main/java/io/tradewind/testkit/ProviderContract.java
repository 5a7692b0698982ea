package io.tradewind.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tradewind.api.Availability;
import io.tradewind.api.Capability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferId;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every provider must do. Extend it, name the factory, and every claim and every omission is
 * tested. A provider that claims {@link Capability#PROVISION} extends {@link ProvisionerContract}
 * instead. An overridden test says why: {@code // Override because …}.
 */
public abstract class ProviderContract {
  private TestContext context;
  private Provider provider;
  private Secrecy secrecy;

  /** A new factory, as the service loader would make it. */
  protected abstract ProviderFactory factory();

  /** The settings under which the factory makes a provider, those of a stub server included. */
  protected Map<String, String> settings() {
    return Map.of();
  }

  /** Prepares what the provider will find, such as {@code context.sites().add(…)}. */
  protected void prepare(TestContext context) {}

  /** Which of the factory's providers is tested. */
  protected Provider choose(List<Provider> made) {
    assertThat(made).as("providers made with the settings %s", settings().keySet()).isNotEmpty();
    return made.get(0);
  }

  /** How the other side can be made to fail; empty when it cannot, and those tests are skipped. */
  protected Optional<? extends OfferFaults> faults(Provider provider) {
    return Optional.empty();
  }

  @BeforeEach
  final void makeTheProvider() {
    ProviderFactory factory = factory();
    secrecy = new Secrecy(factory, settings());
    context = TestContext.of(factory, settings());
    prepare(context);
    provider = choose(factory.create(context));
  }

  @AfterEach
  final void closeTheProvider() {
    provider.close();
    assertThat(context.undeclaredReads()).as("settings that were read but not declared").isEmpty();
  }

  protected final Provider provider() {
    return provider;
  }

  protected final TestContext context() {
    return context;
  }

  @Test
  protected void theServiceLoaderFindsTheFactory() {
    assertThat(ServiceLoader.load(ProviderFactory.class))
        .as("META-INF/services/%s", ProviderFactory.class.getName())
        .hasAtLeastOneElementOfType(factory().getClass());
  }

  @Test
  protected void everySettingIsDeclaredOnceAndExplained() {
    List<ProviderFactory.Setting> settings = factory().settings();
    assertThat(factory().name()).matches("[a-z][a-z0-9-]*");
    assertThat(settings).extracting(ProviderFactory.Setting::key).doesNotHaveDuplicates();
    assertThat(settings)
        .allSatisfy(
            setting -> {
              assertThat(setting.key()).matches("[a-z][a-z0-9.-]*");
              assertThat(setting.meaning()).as("meaning of %s", setting.key()).isNotBlank();
            });
    assertThat(settings)
        .filteredOn(ProviderFactory.Setting::secret)
        .as("a secret has no default")
        .allMatch(setting -> setting.defaultValue().isBlank());
  }

  @Test
  protected void offersKeepTheInvariants() throws ProviderException {
    OfferFeed feed = provider.offers();
    assertThat(feed.offers()).as("offers of %s", provider.id()).isNotEmpty();
    assertThat(OfferInvariants.violations(feed, context.clock().instant())).isEmpty();
  }

  @Test
  protected void offerIdsAreStableOverCalls() throws ProviderException {
    List<OfferId> first = ids(provider.offers());
    context.clock().advance(Duration.ofHours(1));
    assertThat(ids(provider.offers())).containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  protected void offersAreObservedWhenTheyAreRead() throws ProviderException {
    OfferFeed first = provider.offers();
    context.clock().advance(Duration.ofHours(1));
    OfferFeed second = provider.offers();
    assertThat(second.offers().get(0).observedAt())
        .isAfterOrEqualTo(first.offers().get(0).observedAt());
    assertThat(OfferInvariants.violations(second, context.clock().instant())).isEmpty();
  }

  @Test
  protected void thereIsAProvisionerExactlyWhenProvisionIsClaimed() {
    assertThat(provider.provisioner().isPresent()).isEqualTo(claims(Capability.PROVISION));
  }

  @Test
  protected void anAgentWaitsOnlyWhereLeasesAreStarted() {
    assertThat(claims(Capability.PROVISION) || !claims(Capability.RESIDENT_AGENT)).isTrue();
  }

  @Test
  protected void machinesReachEachOtherOnlyWhereLeasesAreStarted() {
    assertThat(claims(Capability.PROVISION) || !claims(Capability.PRIVATE_NETWORK)).isTrue();
  }

  @Test
  protected void whoClaimsProvisionIsHeldToTheProvisionerContract() {
    assertThat(this instanceof ProvisionerContract)
        .as("the test of %s extends ProvisionerContract", provider.id())
        .isEqualTo(claims(Capability.PROVISION));
  }

  @Test
  protected void othersOffersAreListedExactlyWhenManySellersIsClaimed() throws ProviderException {
    List<Offer> ofOthers =
        provider.offers().offers().stream()
            .filter(offer -> !offer.provider().equals(provider.id()))
            .toList();
    assertThat(!ofOthers.isEmpty())
        .as("MANY_SELLERS is claimed; offers of others are %s", ofOthers.stream().limit(3).toList())
        .isEqualTo(claims(Capability.MANY_SELLERS));
  }

  @Test
  protected void spotOffersAreListedExactlyWhenSpotIsClaimed() throws ProviderException {
    List<Offer> spot =
        provider.offers().offers().stream()
            .filter(offer -> offer.capacityType() == CapacityType.SPOT)
            .toList();
    assertThat(!spot.isEmpty()).as("spot offers listed").isEqualTo(claims(Capability.SPOT));
  }

  @Test
  protected void availabilityIsToldExactlyWhenItIsClaimed() throws ProviderException {
    boolean told =
        provider.offers().offers().stream()
            .map(Offer::availability)
            .anyMatch(
                availability ->
                    availability.kind() != Availability.Kind.NONE
                        || availability.state() != Availability.State.UNKNOWN);
    assertThat(told).as("availability told").isEqualTo(claims(Capability.AVAILABILITY));
  }

  @Test
  protected void closingTwiceIsClosing() {
    provider.close();
    assertThatCode(provider::close).doesNotThrowAnyException();
  }

  @Test
  protected void secretsAreNotShown() throws ProviderException {
    OfferFeed feed = provider.offers();
    secrecy.isKeptBy(factory());
    secrecy.isKeptBy(provider);
    provider.provisioner().ifPresent(secrecy::isKeptBy);
    secrecy.isKeptBy(feed);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"THROTTLED", "UNREACHABLE", "CREDENTIALS_REFUSED"})
  protected void aFailingReadingOfOffersIsNamedByTheNextMove(Fault fault) throws ProviderException {
    Optional<? extends OfferFaults> faults = faults(provider);
    assumeTrue(faults.isPresent(), "this test class injects no faults");
    faults.orElseThrow().failNextOffers(fault);
    assertFault(fault, provider::offers);
    assertThat(provider.offers().offers()).as("offers after the fault is over").isNotEmpty();
  }

  final boolean claims(Capability capability) {
    return provider.capabilities().contains(capability);
  }

  /** The call fails with this fault, in this provider's name, and shows no secret. */
  final void assertFault(Fault fault, ProviderCall call) {
    try {
      call.run();
    } catch (ProviderException thrown) {
      secrecy.isKeptBy(thrown);
      assertThat(thrown.fault()).isEqualTo(fault);
      assertThat(thrown.provider()).isEqualTo(provider.id());
      return;
    }
    throw new AssertionError("Expected the fault %s, but the call succeeded.".formatted(fault));
  }

  final Secrecy secrecy() {
    return secrecy;
  }

  private static List<OfferId> ids(OfferFeed feed) {
    return feed.offers().stream().map(Offer::id).toList();
  }

  /** Any call of a provider. */
  @FunctionalInterface
  interface ProviderCall {
    void run() throws ProviderException;
  }
}
