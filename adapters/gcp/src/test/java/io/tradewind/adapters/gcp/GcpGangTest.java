package io.tradewind.adapters.gcp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.Test;

class GcpGangTest extends GcpScenario {
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa")),
          Optional.of(new Secret("#cloud-config\n# enrol-51aa\n")));
  private static final Gang CLOSE = new Gang("g-1", 2, true);

  private final FakeGoogle google = market();
  private final GcpFactory factory = new GcpFactory();
  private final TestContext context = TestContext.of(factory, google.accountSettings());
  private final Provider provider = opened(factory.create(context).get(0));

  @Test
  void machinesOfAGangBearItsTagAndAreCloseWhereTheyMustBe() throws ProviderException {
    start(1, CLOSE);
    start(2, CLOSE);
    for (FakeInstances.Box box : google.instances.boxes()) {
      assertThat(box.asked.at("/tags/items").toString()).isEqualTo("[\"tradewind-gang-g-1\"]");
      assertThat(box.asked.at("/labels/tradewind-gang").asText()).isEqualTo("g-1");
      assertThat(box.asked.at("/resourcePolicies/0").asText())
          .isEqualTo(
              "projects/demo-project/regions/us-central1/resourcePolicies/tradewind-gang-g-1");
      assertThat(box.asked.at("/scheduling/onHostMaintenance").asText()).isEqualTo("TERMINATE");
    }
    assertThat(google.networks.rules()).containsOnlyKeys("tradewind-gang-g-1");
    JsonNode policy = requireNonNull(google.networks.policies().get("tradewind-gang-g-1"));
    assertThat(policy.at("/groupPlacementPolicy/collocation").asText()).isEqualTo("COLLOCATED");
    assertThat(policy.at("/groupPlacementPolicy/vmCount").asInt()).isEqualTo(2);
  }

  @Test
  void machinesThatNeedNotBeCloseAreAnywhereInTheZone() throws ProviderException {
    start(1, new Gang("g-2", 2, false));
    assertThat(google.networks.policies()).isEmpty();
    assertThat(google.instances.boxes().get(0).asked.has("resourcePolicies")).isFalse();
  }

  @Test
  void aMachineThatWorksAloneHasNoTag() throws ProviderException {
    machines().start(lease(1), offer(), BOOTSTRAP);
    assertThat(google.instances.boxes().get(0).asked.has("tags")).isFalse();
    assertThat(google.networks.rules()).isEmpty();
  }

  @Test
  void whatAGangSharedGoesSomeTimeAfterItsLastMachine() throws ProviderException {
    start(1, CLOSE);
    start(2, CLOSE);
    context.clock().advance(Duration.ofDays(30));
    machines().stop(lease(1));
    google.instances.settle();
    assertThat(machines().owned()).hasSize(1);
    assertThat(google.networks.rules()).as("one machine is left").hasSize(1);
    machines().stop(lease(2));
    google.instances.settle();
    assertThat(machines().owned()).isEmpty();
    assertThat(google.networks.rules()).isEmpty();
    assertThat(google.networks.policies()).isEmpty();
  }

  @Test
  void aGangWhoseFirstMachineIsOnItsWayKeepsItsNetwork() throws ProviderException {
    start(1, CLOSE);
    google.instances.lose("tradewind-" + lease(1));
    context.clock().advance(Duration.ofMinutes(30));
    assertThat(machines().owned()).isEmpty();
    assertThat(google.networks.rules()).as("made half an hour ago").hasSize(1);
  }

  @Test
  void theGangsOfOtherBrokersAreLeftAlone() throws ProviderException {
    Provider other = provider(google, "broker", "another");
    other.provisioner().orElseThrow().start(lease(1), offer(), BOOTSTRAP.with(CLOSE));
    context.clock().advance(Duration.ofDays(30));
    google.instances.lose("tradewind-" + lease(1));
    assertThat(machines().owned()).isEmpty();
    assertThat(google.networks.rules()).hasSize(1);
  }

  @Test
  void anAccountWhoseRoleIsOlderStartsNoGangsAndIsNotGivenUp() throws ProviderException {
    Offer offer = offer();
    google.networks.fail(FakeInstances.error(403, "forbidden", "compute.firewalls.create"));
    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class,
            () -> machines().start(lease(1), offer, BOOTSTRAP.with(CLOSE)));
    assertThat(failure).hasMessageContaining("paste it anew");
    assertThat(failure.fault()).isEqualTo(Fault.NO_CAPACITY);
    google.networks.fail(FakeInstances.error(403, "forbidden", "compute.firewalls.list"));
    assertThat(machines().owned()).isEmpty();
  }

  private void start(int lease, Gang gang) throws ProviderException {
    var unused = machines().start(lease(lease), offer(), BOOTSTRAP.with(gang));
  }

  private Provisioner machines() {
    return provider.provisioner().orElseThrow();
  }

  private Offer offer() throws ProviderException {
    return offers(provider.offers(), "g2-standard-4", CapacityType.ON_DEMAND).get(0);
  }

  private static LeaseId lease(int number) {
    return new LeaseId(new UUID(7, number));
  }
}
