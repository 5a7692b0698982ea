package io.tradewind.adapters.shadeform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.RestCloudContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a key that machines can be started with. */
class ShadeformMachinesContractTest extends RestCloudContract {
  private final ShadeformCloud cloud = new ShadeformCloud();

  @Override
  protected ShadeformCloud cloud() {
    return cloud;
  }

  @Test
  void aMachineIsAskedForInShadeformsOwnWords() throws ProviderException {
    Instance started = start(1);
    JsonNode asked = cloud.machine(started.nativeId()).asked();
    assertThat(asked.path("cloud").asText()).isEqualTo("lambdalabs");
    assertThat(asked.path("region").asText()).isEqualTo("us-east-1");
    assertThat(asked.path("shade_instance_type").asText()).isEqualTo("X");
    assertThat(asked.path("os").asText()).isEqualTo("ubuntu22.04_cuda12.2_shade_os");
    assertThat(started.region()).hasToString("lambda/us-east-1");
    assertThat(provisioner().find(lease(1)).orElseThrow().region()).isEqualTo(started.region());
  }

  @Test
  void whatItsCloudSoldMeanwhileIsNoCapacity() throws ProviderException {
    Offer gone =
        provider().offers().offers().stream()
            .filter(it -> it.region().name().equals("us-west-1"))
            .findFirst()
            .orElseThrow();
    assertThat(failure(() -> start(1, gone)).fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(cloud.boxes()).isEmpty();
  }

  @Test
  void aMachineThatItsCloudFailedToMakeIsGoneAndIsEnded() throws ProviderException {
    cloud.machine(start(1).nativeId()).become("error");
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(failure(() -> start(1)).fault()).isEqualTo(Fault.NO_CAPACITY);
    provisioner().stop(lease(1));
    cloud.settle();
    assertThat(cloud.boxes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "409, OUT_OF_STOCK, This instance type is out of stock, NO_CAPACITY",
    "400, UNAVAILABLE, The region is not available, NO_CAPACITY",
    "400, QUOTA, You have reached the limit of instances, QUOTA_EXCEEDED",
    "402, BALANCE, Insufficient balance, QUOTA_EXCEEDED",
    "400, INVALID_REQUEST, The request is invalid, UNEXPECTED",
    "401, UNAUTHORIZED, The key is not known, CREDENTIALS_REFUSED",
    "500, INTERNAL, Internal error, UNREACHABLE"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String code, String words, Fault fault) {
    assertThat(faultOf(ShadeformCloud.error(status, code, words))).isEqualTo(fault);
  }
}
