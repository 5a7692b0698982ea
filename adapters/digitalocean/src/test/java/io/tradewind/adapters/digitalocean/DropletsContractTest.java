package io.tradewind.adapters.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Bootstrap;
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
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a key that machines can be started with. */
class DropletsContractTest extends ProvisionerContract {
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa")),
          Optional.of(new Secret("#cloud-config\n# enrol-51aa\n")));

  private final DropletCloud cloud = new DropletCloud();
  private final FakeDroplets droplets = cloud.droplets;

  @Override
  protected ProviderFactory factory() {
    return cloud.factory();
  }

  @Override
  protected Map<String, String> settings() {
    return cloud.settings();
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.of(cloud);
  }

  @AfterEach
  void closeTheApi() {
    cloud.close();
  }

  @ParameterizedTest
  @CsvSource({
    "gpu-h100x1-80gb, gpu-h100x1-base",
    "gpu-h100x8-640gb, gpu-h100x8-base",
    "gpu-mi300x1-192gb, gpu-amd-base",
    "g-16vcpu-64gb, ubuntu-24-04-x64"
  })
  void aMachineIsNamedForItsLeaseAndBootsTheImageWithItsDriver(String size, String image)
      throws ProviderException {
    Instance started = start(1, size);
    JsonNode asked = droplets.box(started.nativeId()).asked;
    assertThat(asked.path("name").asText()).isEqualTo("tradewind-" + lease(1));
    assertThat(asked.path("image").asText()).isEqualTo(image);
    assertThat(asked.path("ssh_keys").toString()).isEqualTo("[\"3b:16:bf\"]");
    assertThat(asked.path("user_data").asText()).isEqualTo("#cloud-config\n# enrol-51aa\n");
    assertThat(provisioner().find(lease(1))).isPresent();
  }

  @Test
  void everythingOwnedIsFoundOverPagesAndKinds() throws ProviderException {
    for (int i = 1; i <= 5; i++) {
      start(i, i == 3 ? "g-16vcpu-64gb" : "gpu-h100x1-80gb");
    }
    assertThat(provisioner().owned())
        .extracting(Instance::lease)
        .containsExactlyInAnyOrder(lease(1), lease(2), lease(3), lease(4), lease(5));
  }

  @Test
  void aMachineThatShutItselfDownIsGoneAndIsEnded() throws ProviderException {
    Instance started = start(1, "gpu-h100x1-80gb");
    droplets.box(started.nativeId()).status = "off";
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(provisioner().owned()).as("it is paid for").hasSize(1);
    assertThat(failure(() -> start(1, "gpu-h100x1-80gb")).fault()).isEqualTo(Fault.NO_CAPACITY);
    provisioner().stop(lease(1));
    assertThat(droplets.boxes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "422, Size is not available in this region., NO_CAPACITY",
    "422, Region is not available, NO_CAPACITY",
    "422, creating this/these droplet(s) will exceed your droplet limit, QUOTA_EXCEEDED",
    "422, user_data is too long, UNEXPECTED",
    "403, You do not have access, CREDENTIALS_REFUSED",
    "500, Server Error, UNREACHABLE"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String words, Fault fault) {
    droplets.fail("POST", FakeDroplets.error(status, "unprocessable_entity", words));
    assertThat(failure(() -> start(1, "gpu-h100x1-80gb")).fault()).isEqualTo(fault);
  }

  private Instance start(int lease, String size) throws ProviderException {
    Offer offer =
        provider().offers().offers().stream()
            .filter(it -> it.instanceType().name().equals(size))
            .findFirst()
            .orElseThrow();
    return provisioner().start(lease(lease), offer, BOOTSTRAP);
  }

  private Provisioner provisioner() {
    return provider().provisioner().orElseThrow();
  }

  private static ProviderException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, call);
    return Optional.ofNullable(failure)
        .orElseThrow(() -> new AssertionError("The call should have failed."));
  }

  private static LeaseId lease(int number) {
    return new LeaseId(new UUID(7, number));
  }
}
