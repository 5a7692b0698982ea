package io.tradewind.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import io.tradewind.testkit.FakeCloud.Call;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What machines behind a plain HTTP API must do besides: against a {@link RestCloud}. */
public abstract class RestCloudContract extends ProvisionerContract {
  protected static final String DOCUMENT =
      "#cloud-config\n# A machine, and no longer.\n# enrol-51aa-of-the-test\n";

  private static final Bootstrap BOOTSTRAP =
      new Bootstrap(
          URI.create("https://broker.example"),
          Optional.of(new Secret("enrol-51aa-of-the-test")),
          Optional.of(new Secret(DOCUMENT)));

  protected abstract RestCloud cloud();

  @Override
  protected ProviderFactory factory() {
    return cloud().factory();
  }

  @Override
  protected Map<String, String> settings() {
    return cloud().settings();
  }

  @Override
  protected Offer startable(List<Offer> offers) {
    return offers.stream().filter(cloud()::makes).findFirst().orElseThrow();
  }

  @Override
  protected void settle(Provider provider) {
    cloud().settle();
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.of(cloud());
  }

  @AfterEach
  final void closeTheCloud() {
    cloud().close();
  }

  @Test
  protected void aMachineBearsItsLeaseAndBootsTheDocument() throws ProviderException {
    Instance started = start(1);
    assertThat(cloud().boxes())
        .containsExactly(new FakeCloud.Box(lease(1), started.nativeId(), DOCUMENT, true));
  }

  @Test
  protected void everythingOwnedIsFound() throws ProviderException {
    for (int i = 1; i <= 5; i++) {
      start(i);
    }
    assertThat(provisioner().owned())
        .extracting(Instance::lease)
        .containsExactlyInAnyOrder(lease(1), lease(2), lease(3), lease(4), lease(5));
    assertThat(provisioner().owned()).extracting(Instance::nativeId).doesNotHaveDuplicates();
  }

  @Test
  protected void whatIsNotListedYetIsFoundAndCanBeStopped() throws ProviderException {
    cloud().lag(true);
    Instance started = start(1);
    assertThat(provisioner().find(lease(1))).contains(started);
    assertThat(start(1).nativeId()).isEqualTo(started.nativeId());
    context().clock().advance(Duration.ofMinutes(1));
    provisioner().stop(lease(1));
    cloud().settle();
    assertThat(cloud().boxes()).isEmpty();
  }

  @Test
  protected void anAnswerThatCannotBeReadIsLookedUp() {
    cloud().failNext(Call.START, ApiReply.json("{\"changed\": true}"));
    assertThat(failure(() -> start(1)).fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  protected void whatAnAnswerQuotesOfTheDocumentIsNotShown() {
    cloud().failNext(Call.START, request -> ApiReply.status(400, request.body()));
    String sent = Base64.getEncoder().encodeToString(DOCUMENT.getBytes(StandardCharsets.UTF_8));
    assertThat(failure(() -> start(1)))
        .hasMessageNotContaining("enrol-51aa")
        .hasMessageNotContaining(sent.substring(16, 40));
  }

  /** By which fault a start fails that is answered with this. */
  protected final Fault faultOf(ApiReply refusal) {
    cloud().failNext(Call.START, refusal);
    return failure(() -> start(1)).fault();
  }

  protected final Instance start(int lease) throws ProviderException {
    return start(lease, startable(provider().offers().offers()));
  }

  protected final Instance start(int lease, String type) throws ProviderException {
    return start(lease, offer(type));
  }

  protected final Instance start(int lease, Offer offer) throws ProviderException {
    return start(provisioner(), lease, offer);
  }

  /** The first lease, of a workload that runs in an image. */
  protected final Instance startOf(String image, Offer offer) throws ProviderException {
    return provisioner().start(lease(1), offer, BOOTSTRAP.with(image));
  }

  protected static Instance start(Provisioner machines, int lease, Offer offer)
      throws ProviderException {
    return machines.start(lease(lease), offer, BOOTSTRAP);
  }

  /** The first of a machine type. */
  protected final Offer offer(String type) throws ProviderException {
    return provider().offers().offers().stream()
        .filter(it -> it.instanceType().name().equals(type))
        .findFirst()
        .orElseThrow();
  }

  protected final Provisioner provisioner() {
    return provider().provisioner().orElseThrow();
  }

  protected static ProviderException failure(ThrowingCallable call) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, call);
    return Optional.ofNullable(failure)
        .orElseThrow(() -> new AssertionError("The call should have failed."));
  }

  protected static LeaseId lease(int number) {
    return new LeaseId(new UUID(7, number));
  }
}
