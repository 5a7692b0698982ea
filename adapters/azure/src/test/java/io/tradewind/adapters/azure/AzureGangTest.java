package io.tradewind.adapters.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.Bootstrap;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Gang;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import io.tradewind.testkit.TestContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AzureGangTest extends AzureScenario {
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa")),
          Optional.of(new Secret("#cloud-config\n# enrol-51aa\n")));
  private static final Gang CLOSE = new Gang("g-1", 2, true);
  private static final String GROUP =
      "/subscriptions/%s/resourceGroups/tradewind/providers/".formatted(FakeAzure.SUBSCRIPTION);
  private static final String NETWORK =
      GROUP + "Microsoft.Network/virtualNetworks/tradewind-gang-g-1";
  private static final String RULES =
      GROUP + "Microsoft.Network/networkSecurityGroups/tradewind-gang-g-1";
  private static final String TOGETHER =
      GROUP + "Microsoft.Compute/proximityPlacementGroups/tradewind-gang-g-1";

  private final TestContext context = context();
  private final Provider provider = provider(context);

  @AfterEach
  void closeTheProvider() {
    provider.close();
  }

  @Test
  void aGangHasANetworkOfItsOwnAndIsPlacedTogetherWhereItMustBe() throws ProviderException {
    start(1, CLOSE);
    start(2, CLOSE);
    assertThat(azure.machines.networks()).containsExactlyInAnyOrder(NETWORK, RULES, TOGETHER);
    assertThat(azure.machines.network(RULES).at("/properties/securityRules").size())
        .as("Azure's usual rules let machines of the network in, and nobody else")
        .isZero();
    assertThat(azure.machines.boxes())
        .allSatisfy(
            box -> {
              assertThat(box.asked.at("/properties/proximityPlacementGroup/id").asText())
                  .isEqualTo(TOGETHER);
              assertThat(box.asked.at("/tags/tradewind-gang").asText()).isEqualTo("g-1");
            });
  }

  @Test
  void machinesThatNeedNotBeCloseAreAnywhereInTheRegion() throws ProviderException {
    start(1, new Gang("g-1", 2, false));
    assertThat(azure.machines.networks()).containsExactlyInAnyOrder(NETWORK, RULES);
    assertThat(
            azure.machines.boxes().get(0).asked.path("properties").has("proximityPlacementGroup"))
        .isFalse();
  }

  @Test
  void whatAGangSharedGoesSomeTimeAfterItsLastMachine() throws ProviderException {
    start(1, CLOSE);
    start(2, CLOSE);
    context.clock().advance(Duration.ofHours(2));
    machines().stop(lease(1));
    azure.machines.settle();
    assertThat(machines().owned()).hasSize(1);
    assertThat(azure.machines.networks()).as("one machine is left").hasSize(3);
    machines().stop(lease(2));
    azure.machines.settle();
    assertThat(machines().owned()).isEmpty();
    assertThat(azure.machines.networks()).isEmpty();
  }

  @Test
  void aGangWhoseFirstMachineIsOnItsWayKeepsItsNetwork() throws ProviderException {
    start(1, CLOSE);
    azure.machines.lose("tradewind-" + lease(1));
    context.clock().advance(Duration.ofMinutes(30));
    assertThat(machines().owned()).isEmpty();
    assertThat(azure.machines.networks()).as("made half an hour ago").hasSize(3);
  }

  @Test
  void theNetworkOfARegionIsNoGangs() throws ProviderException {
    var unused = machines().start(lease(1), offer(), BOOTSTRAP);
    azure.machines.lose("tradewind-" + lease(1));
    context.clock().advance(Duration.ofHours(2));
    assertThat(machines().owned()).isEmpty();
    assertThat(azure.machines.networks()).hasSize(2);
  }

  @Test
  void aSubscriptionWhoseRoleIsOlderStartsNoGangsAndIsNotGivenUp() throws ProviderException {
    Offer offer = offer();
    azure.machines.fail("NETWORK", FakeMachines.error(403, "AuthorizationFailed", "no right"));
    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class,
            () -> machines().start(lease(1), offer, BOOTSTRAP.with(CLOSE)));
    assertThat(failure).hasMessageContaining("paste it anew");
    assertThat(failure.fault()).isEqualTo(Fault.NO_CAPACITY);
    azure.machines.fail("RESOURCES", FakeMachines.error(403, "AuthorizationFailed", "no right"));
    assertThat(machines().owned()).isEmpty();
  }

  private void start(int lease, Gang gang) throws ProviderException {
    var unused = machines().start(lease(lease), offer(), BOOTSTRAP.with(gang));
  }

  private Provisioner machines() {
    return provider.provisioner().orElseThrow();
  }

  private Offer offer() throws ProviderException {
    return offers(provider.offers(), Skus.A100, CapacityType.ON_DEMAND).get(0);
  }

  private static LeaseId lease(int number) {
    return new LeaseId(new UUID(7, number));
  }
}
