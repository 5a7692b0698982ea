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
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.FaultInjector;
import io.tradewind.testkit.LoopbackApi;
import io.tradewind.testkit.ProvisionerContract;
import io.tradewind.testkit.TestContext;
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
class DropletsContractTest extends ProvisionerContract {
  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa")),
          Optional.of(new Secret("#cloud-config\n# enrol-51aa\n")));

  private final LoopbackApi api = LoopbackApi.start();
  private final FakeDroplets droplets = new FakeDroplets(api);

  @Override
  protected ProviderFactory factory() {
    return new DigitalOceanFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("url", api.url(), "api-key", "key-5f2c-of-the-test", "ssh-key", "3b:16:bf");
  }

  @Override
  protected void prepare(TestContext context) {
    new FakeDigitalOcean(api, 200)
        .sells("gpu-h100x1-80gb", "3.39", "nvidia_h100", 1, "nyc2", "tor1")
        .sells("gpu-h100x8-640gb", "23.92", "nvidia_h100", 8, "nyc2")
        .sells("gpu-mi300x1-192gb", "1.99", "amd_mi300x", 1, "nyc2")
        .sells("g-16vcpu-64gb", "0.75", "", 0, "sfo3");
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.of(new Failures(api, droplets));
  }

  @AfterEach
  void closeTheApi() {
    api.close();
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

  private record Failures(LoopbackApi api, FakeDroplets droplets) implements FaultInjector {
    @Override
    public void failNextOffers(Fault fault) {
      api.faults().failNextOffers(fault);
    }

    @Override
    public void failNextStart(Fault fault) {
      droplets.fail("POST", reply(fault));
    }

    @Override
    public void loseNextStartReply() {
      droplets.loseNextReply();
    }

    @Override
    public boolean failNextFind(Fault fault) {
      droplets.fail("GET", reply(fault));
      return true;
    }

    @Override
    public boolean failNextOwned(Fault fault) {
      return failNextFind(fault);
    }

    @Override
    public boolean failNextStop(Fault fault) {
      droplets.fail("DELETE", reply(fault));
      return true;
    }

    @Override
    public List<String> leftOver() {
      return List.copyOf(droplets.boxes().keySet());
    }

    private static ApiReply reply(Fault fault) {
      return switch (fault) {
        case NO_CAPACITY ->
            FakeDroplets.error(
                422, "unprocessable_entity", "Size is not available in this region.");
        case QUOTA_EXCEEDED ->
            FakeDroplets.error(422, "unprocessable_entity", "this will exceed your droplet limit");
        case THROTTLED -> ApiReply.throttled(Duration.ofMinutes(1));
        case UNREACHABLE -> FakeDroplets.error(500, "server_error", "Unexpected server-side error");
        case CREDENTIALS_REFUSED ->
            FakeDroplets.error(401, "Unauthorized", "Unable to authenticate you");
        case UNEXPECTED -> FakeDroplets.error(422, "unprocessable_entity", "name is invalid");
      };
    }
  }
}
