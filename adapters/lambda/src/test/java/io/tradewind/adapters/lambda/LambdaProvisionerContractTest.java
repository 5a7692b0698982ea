package io.tradewind.adapters.lambda;

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
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.FaultInjector;
import io.tradewind.testkit.ProvisionerContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a key that machines can be started with. */
class LambdaProvisionerContractTest extends ProvisionerContract {
  private static final LeaseId LEASE = new LeaseId(new UUID(7, 7));
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa")),
          Optional.of(new Secret("#cloud-config\n# enrol-51aa\n")));

  private final LambdaCloud cloud = new LambdaCloud();
  private final FakeLambda lambda = cloud.lambda;

  @Override
  protected ProviderFactory factory() {
    return cloud.factory();
  }

  @Override
  protected Map<String, String> settings() {
    return cloud.settings();
  }

  @Override
  protected void settle(Provider provider) {
    cloud.settle();
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
  void aMachineIsNamedForItsLeaseAndBootsTheDocument() throws ProviderException {
    Instance started = start();
    JsonNode asked = lambda.box(started.nativeId()).asked;
    assertThat(asked.path("name").asText()).isEqualTo("tradewind-" + LEASE);
    assertThat(asked.path("instance_type_name").asText()).isEqualTo("gpu_1x_h100_sxm5");
    assertThat(asked.path("region_name").asText()).isEqualTo(started.region().name());
    assertThat(asked.path("ssh_key_names").toString()).isEqualTo("[\"laptop\"]");
    assertThat(asked.path("user_data").asText()).isEqualTo("#cloud-config\n# enrol-51aa\n");
  }

  @Test
  void whatIsNotListedYetIsFoundAndCanBeStopped() throws ProviderException {
    lambda.lag(true);
    Instance started = start();
    assertThat(provisioner().find(LEASE)).contains(started);
    assertThat(start().nativeId()).isEqualTo(started.nativeId());
    context().clock().advance(Duration.ofMinutes(1));
    provisioner().stop(LEASE);
    assertThat(lambda.box(started.nativeId()).status).isEqualTo("terminating");
  }

  @Test
  void whatIsNeverListedIsGoneAfterAWhile() throws ProviderException {
    lambda.lag(true);
    start();
    context().clock().advance(Duration.ofMinutes(2));
    assertThat(provisioner().find(LEASE)).isEmpty();
  }

  @Test
  void nothingIsStartedOnAListThatCameTooLate() throws ProviderException {
    cloud.api().watched(request -> context().clock().advance(Duration.ofSeconds(11)), done -> {});
    assertThat(failure().fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(cloud.boxes()).isEmpty();
    cloud.api().watched(request -> {}, done -> {});
    assertThat(start().lease()).isEqualTo(LEASE);
  }

  @Test
  void aMachineOfSomebodyElseIsLeftAlone() throws ProviderException {
    Instance started = start();
    lambda.box(started.nativeId()).isListed = false;
    context().clock().advance(Duration.ofMinutes(2));
    for (String name : List.of("mine", "other-" + LEASE, "tradewind-not-a-lease")) {
      cloud
          .api()
          .on(
              "GET",
              FakeLambda.INSTANCES,
              ApiReply.json(
                  "{\"data\": [{\"id\": \"1\", \"name\": \"%s\", \"status\": \"active\", \"region\": {\"name\": \"us-east-2\"}}]}"
                      .formatted(name)));
      assertThat(provisioner().owned()).as(name).isEmpty();
      assertThat(provisioner().find(LEASE)).as(name).isEmpty();
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
    lambda.fail(FakeLambda.LAUNCH, FakeLambda.error(status, code));
    assertThat(failure().fault()).isEqualTo(fault);
  }

  @Test
  void anAnswerThatCannotBeReadIsLookedUp() throws ProviderException {
    lambda.fail(FakeLambda.LAUNCH, ApiReply.json("{\"data\": {\"instance_ids\": []}}"));
    assertThat(failure().fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void whatAnAnswerQuotesOfTheDocumentIsNotShown() {
    lambda.fail(FakeLambda.LAUNCH, ApiReply.status(400, "{\"was\": \"# enrol-51aa\"}"));
    assertThat(failure()).hasMessageNotContaining("enrol-51aa");
  }

  private ProviderException failure() {
    ProviderException failure = catchThrowableOfType(ProviderException.class, this::start);
    return Optional.ofNullable(failure)
        .orElseThrow(() -> new AssertionError("The start should have failed."));
  }

  private Instance start() throws ProviderException {
    Offer offer = provider().offers().offers().get(0);
    return provisioner().start(LEASE, offer, BOOTSTRAP);
  }

  private Provisioner provisioner() {
    return provider().provisioner().orElseThrow();
  }
}
