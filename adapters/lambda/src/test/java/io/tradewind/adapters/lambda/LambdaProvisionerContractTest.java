package io.tradewind.adapters.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.Instance;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.RestCloudContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a key that machines can be started with. */
class LambdaProvisionerContractTest extends RestCloudContract {
  private final LambdaCloud cloud = new LambdaCloud();

  @Override
  protected LambdaCloud cloud() {
    return cloud;
  }

  @Test
  void aMachineIsOfTheOffersTypeAndRegion() throws ProviderException {
    Instance started = start(1);
    JsonNode asked = cloud.machine(started.nativeId()).asked();
    assertThat(asked.path("name").asText()).isEqualTo("tradewind-" + lease(1));
    assertThat(asked.path("instance_type_name").asText()).isEqualTo("gpu_1x_h100_sxm5");
    assertThat(asked.path("region_name").asText()).isEqualTo(started.region().name());
    assertThat(asked.path("ssh_key_names").toString()).isEqualTo("[\"laptop\"]");
  }

  @Test
  void whatIsNeverListedIsGoneAfterAWhile() throws ProviderException {
    cloud.lag(true);
    start(1);
    context().clock().advance(Duration.ofMinutes(2));
    assertThat(provisioner().find(lease(1))).isEmpty();
  }

  @Test
  void nothingIsStartedOnAListThatCameTooLate() throws ProviderException {
    cloud.api().watched(request -> context().clock().advance(Duration.ofSeconds(11)), done -> {});
    assertThat(failure(() -> start(1)).fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(cloud.boxes()).isEmpty();
    cloud.api().watched(request -> {}, done -> {});
    assertThat(start(1).lease()).isEqualTo(lease(1));
  }

  @Test
  void aMachineOfSomebodyElseIsLeftAlone() throws ProviderException {
    for (String name : List.of("mine", "other-" + lease(1), "tradewind-not-a-lease")) {
      cloud
          .api()
          .on(
              "GET",
              LambdaCloud.INSTANCES,
              ApiReply.json(
                  "{\"data\": [{\"id\": \"1\", \"name\": \"%s\", \"status\": \"active\", \"region\": {\"name\": \"us-east-2\"}}]}"
                      .formatted(name)));
      assertThat(provisioner().owned()).as(name).isEmpty();
      assertThat(provisioner().find(lease(1))).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, instance-operations/launch/insufficient-capacity, NO_CAPACITY",
    "400, global/quota-exceeded, QUOTA_EXCEEDED",
    "403, global/account-inactive, CREDENTIALS_REFUSED",
    "400, global/invalid-parameters, UNEXPECTED",
    "500, global/internal-error, UNREACHABLE"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String code, Fault fault) {
    assertThat(faultOf(LambdaCloud.error(status, code))).isEqualTo(fault);
  }
}
