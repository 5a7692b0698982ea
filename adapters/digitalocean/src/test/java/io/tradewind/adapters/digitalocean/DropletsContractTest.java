package io.tradewind.adapters.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Instance;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.RestCloudContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a key that machines can be started with. */
class DropletsContractTest extends RestCloudContract {
  private final DropletCloud cloud = new DropletCloud();

  @Override
  protected DropletCloud cloud() {
    return cloud;
  }

  @ParameterizedTest
  @CsvSource({
    "gpu-h100x1-80gb, gpu-h100x1-base",
    "gpu-h100x8-640gb, gpu-h100x8-base",
    "gpu-mi300x1-192gb, gpu-amd-base",
    "g-16vcpu-64gb, ubuntu-24-04-x64"
  })
  void aMachineBootsTheImageWithItsDriver(String size, String image) throws ProviderException {
    Instance started = start(1, size);
    JsonNode asked = cloud.machine(started.nativeId()).asked();
    assertThat(asked.path("name").asText()).isEqualTo("tradewind-" + lease(1));
    assertThat(asked.path("image").asText()).isEqualTo(image);
    assertThat(asked.path("ssh_keys").toString()).isEqualTo("[\"3b:16:bf\"]");
    assertThat(provisioner().find(lease(1))).isPresent();
  }

  @Test
  void everythingOwnedIsFoundOverKinds() throws ProviderException {
    for (int i = 1; i <= 5; i++) {
      start(i, i == 3 ? "g-16vcpu-64gb" : "gpu-h100x1-80gb");
    }
    assertThat(provisioner().owned())
        .extracting(Instance::lease)
        .containsExactlyInAnyOrder(lease(1), lease(2), lease(3), lease(4), lease(5));
  }

  @Test
  void aMachineThatShutItselfDownIsGoneAndIsEnded() throws ProviderException {
    Instance started = start(1);
    cloud.machine(started.nativeId()).become("off");
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(provisioner().owned()).as("it is paid for").hasSize(1);
    assertThat(failure(() -> start(1)).fault()).isEqualTo(Fault.NO_CAPACITY);
    provisioner().stop(lease(1));
    assertThat(cloud.boxes()).isEmpty();
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
    assertThat(faultOf(DropletCloud.error(status, "unprocessable_entity", words))).isEqualTo(fault);
  }
}
