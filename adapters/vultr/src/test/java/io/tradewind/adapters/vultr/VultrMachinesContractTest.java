package io.tradewind.adapters.vultr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Bootstrap;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Secret;
import io.tradewind.testkit.FaultInjector;
import io.tradewind.testkit.ProvisionerContract;
import io.tradewind.testkit.TestContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a key that machines can be started with. */
class VultrMachinesContractTest extends ProvisionerContract {
  private static final String DOCUMENT = "#cloud-config\n# enrol-51aa\n";
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa")),
          Optional.of(new Secret(DOCUMENT)));

  private final VultrCloud cloud = new VultrCloud();
  private final FakeInstances instances = cloud.instances;

  @Override
  protected ProviderFactory factory() {
    return cloud.factory();
  }

  @Override
  protected Map<String, String> settings() {
    return cloud.settings();
  }

  @Override
  protected Offer startable(List<Offer> offers) {
    return offers.stream().filter(cloud::makes).findFirst().orElseThrow();
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.of(cloud);
  }

  @AfterEach
  void closeTheApi() {
    cloud.close();
  }

  @Test
  void aMachineIsNamedForItsLeaseAndBootsTheImageWithTheDriver() throws ProviderException {
    Instance started = start(1, "vcg-a100-12c-120g-80vram");
    JsonNode asked = instances.box(started.nativeId()).asked;
    assertThat(asked.path("label").asText()).isEqualTo("tradewind-" + lease(1));
    assertThat(asked.path("image_id").asText()).isEqualTo("with-the-driver");
    assertThat(asked.has("os_id")).isFalse();
    byte[] userData = Base64.getDecoder().decode(asked.path("user_data").asText());
    assertThat(new String(userData, StandardCharsets.UTF_8)).isEqualTo(DOCUMENT);
  }

  @Test
  void aMachineWithoutACardBootsAPlainImage() throws ProviderException {
    JsonNode asked = instances.box(start(1, "vc2-12c-120g").nativeId()).asked;
    assertThat(asked.path("os_id").asInt()).isEqualTo(2284);
    assertThat(asked.has("image_id")).isFalse();
  }

  @Test
  void aCardThatNobodyNamedAnImageForIsNoCapacity() throws ProviderException {
    Map<String, String> without = new HashMap<>(settings());
    without.remove("accelerated-image");
    try (Provider other = factory().create(TestContext.of(factory(), without)).get(0)) {
      Offer offer = offer("vcg-a100-12c-120g-80vram", CapacityType.ON_DEMAND);
      Provisioner machines = other.provisioner().orElseThrow();
      assertThat(failure(() -> machines.start(lease(1), offer, BOOTSTRAP)))
          .hasMessageContaining("set tradewind.vultr.accelerated-image")
          .extracting(ProviderException::fault)
          .isEqualTo(Fault.NO_CAPACITY);
    }
    assertThat(instances.boxes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ON_DEMAND, bare machines", "SPOT, bare machines"})
  void whatIsOnlyListedIsNoCapacity(CapacityType capacity, String why) throws ProviderException {
    Offer offer = offer("vbm-112c-2048gb-8-h100-gpu", capacity);
    assertThat(failure(() -> provisioner().start(lease(1), offer, BOOTSTRAP)))
        .hasMessageContaining(why)
        .extracting(ProviderException::fault)
        .isEqualTo(Fault.NO_CAPACITY);
  }

  @Test
  void everythingOwnedIsFoundOverPages() throws ProviderException {
    for (int i = 1; i <= 5; i++) {
      start(i, i == 3 ? "vc2-12c-120g" : "vcg-a100-12c-120g-80vram");
    }
    assertThat(provisioner().owned())
        .extracting(Instance::lease)
        .containsExactly(lease(1), lease(2), lease(3), lease(4), lease(5));
  }

  @Test
  void aMachineThatShutItselfDownIsGoneAndIsEnded() throws ProviderException {
    FakeInstances.Box box = instances.box(start(1, "vc2-12c-120g").nativeId());
    box.power = "stopped";
    assertThat(provisioner().find(lease(1))).as("it is being installed").isPresent();
    box.status = "active";
    box.server = "ok";
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(provisioner().owned()).as("it is paid for").hasSize(1);
    provisioner().stop(lease(1));
    assertThat(instances.boxes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, Plan is not available in the selected region., NO_CAPACITY",
    "400, This would exceed the monthly fee limit of your account, QUOTA_EXCEEDED",
    "400, Invalid user_data, UNEXPECTED",
    "401, Unauthorized IP address, CREDENTIALS_REFUSED",
    "503, Service Unavailable, UNREACHABLE"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String words, Fault fault) {
    instances.fail("POST", FakeInstances.error(status, words));
    assertThat(failure(() -> start(1, "vc2-12c-120g")).fault()).isEqualTo(fault);
  }

  private Instance start(int lease, String plan) throws ProviderException {
    return provisioner().start(lease(lease), offer(plan, CapacityType.ON_DEMAND), BOOTSTRAP);
  }

  private Offer offer(String plan, CapacityType capacity) throws ProviderException {
    return provider().offers().offers().stream()
        .filter(it -> it.instanceType().name().equals(plan) && it.capacityType() == capacity)
        .findFirst()
        .orElseThrow();
  }

  private Provisioner provisioner() {
    return provider().provisioner().orElseThrow();
  }

  private static ProviderException failure(ThrowingCallable call) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, call);
    return Optional.ofNullable(failure)
        .orElseThrow(() -> new AssertionError("The call should have failed."));
  }

  private static LeaseId lease(int number) {
    return new LeaseId(new UUID(7, number));
  }
}
