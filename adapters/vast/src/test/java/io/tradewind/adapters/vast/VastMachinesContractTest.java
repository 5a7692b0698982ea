package io.tradewind.adapters.vast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.FakeCloud.Call;
import io.tradewind.testkit.RestCloudContract;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a key that machines can be started with. */
class VastMachinesContractTest extends RestCloudContract {
  private final VastCloud cloud = new VastCloud();

  @Override
  protected VastCloud cloud() {
    return cloud;
  }

  @Test
  void theVeryMachineOfTheOfferIsAskedFor() throws ProviderException {
    Offer second = first(it -> it.id().value().contains(":12:"));
    Instance started = start(1, second);
    assertThat(cloud.api().requests())
        .filteredOn(request -> request.method().equals("PUT"))
        .extracting(request -> request.path())
        .containsExactly("/api/v0/asks/12/");
    JsonNode asked = asked(started);
    assertThat(asked.path("label").asText()).isEqualTo("tradewind-" + lease(1));
    assertThat(asked.path("cancel_unavail").asBoolean()).isTrue();
    assertThat(asked.path("disk").asInt()).isEqualTo(10);
    assertThat(asked.has("price")).as("a bid").isFalse();
    assertThat(started.region()).isEqualTo(second.region());
    assertThat(provisioner().find(lease(1)).orElseThrow().region()).isEqualTo(second.region());
  }

  @Test
  void aWorkloadsImageIsTheMachinesAndTheAgentKnowsIt() throws ProviderException {
    JsonNode asked = asked(startOf("ghcr.io/org/train:1", first(cloud::makes)));
    assertThat(asked.path("image").asText()).isEqualTo("ghcr.io/org/train:1");
    assertThat(asked.path("env").path("TRADEWIND_IMAGE").asText()).isEqualTo("ghcr.io/org/train:1");
  }

  @Test
  void whatCanBeOutbidIsOnlyListed() throws ProviderException {
    Offer bid = first(it -> it.capacityType() == CapacityType.SPOT);
    assertThat(failure(() -> start(1, bid)).fault()).isEqualTo(Fault.NO_CAPACITY);
    assertThat(cloud.boxes()).isEmpty();
  }

  @Test
  void aMachineThatEndedIsGoneAndIsEnded() throws ProviderException {
    cloud.machine(start(1).nativeId()).become("exited");
    assertThat(provisioner().find(lease(1))).isEmpty();
    assertThat(provisioner().owned()).as("its disk is paid for").hasSize(1);
    provisioner().stop(lease(1));
    assertThat(cloud.boxes()).isEmpty();
  }

  @Test
  void whatWasDestroyedMeanwhileIsGone() throws ProviderException {
    start(1);
    cloud.failNext(Call.STOP, VastCloud.error(404, "no_such_instance", "there is none"));
    provisioner().stop(lease(1));
  }

  @ParameterizedTest
  @CsvSource({
    "404, invalid_args, error 404/3603: no_such_ask Instance type by id 11 is not available., NO_CAPACITY",
    "410, no_such_ask, Instance type 11 is no longer available., NO_CAPACITY",
    "400, invalid_price, the quote is stale, NO_CAPACITY",
    "400, insufficient_credit, Your credit is too low, QUOTA_EXCEEDED",
    "400, invalid_args, Invalid args, UNEXPECTED",
    "401, auth_error, Invalid user key, CREDENTIALS_REFUSED",
    "502, internal, Bad Gateway, UNREACHABLE"
  })
  void aRefusedStartIsNamedByTheNextMove(int status, String code, String words, Fault fault) {
    assertThat(faultOf(VastCloud.error(status, code, words))).isEqualTo(fault);
  }

  private Offer first(Predicate<Offer> such) throws ProviderException {
    return provider().offers().offers().stream().filter(such).findFirst().orElseThrow();
  }

  private JsonNode asked(Instance started) {
    return cloud.machine(started.nativeId()).asked();
  }
}
