package io.tradewind.adapters.gcp;

import io.tradewind.api.Offer;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.FaultInjector;
import io.tradewind.testkit.ProvisionerContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class GcpContractTest extends ProvisionerContract {
  private final FakeGoogle google = Market.open();

  @Override
  protected ProviderFactory factory() {
    return new GcpFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return google.accountSettings();
  }

  @Override
  protected Offer startable(List<Offer> offers) {
    return offers.stream()
        .filter(offer -> offer.instanceType().name().equals("g2-standard-4"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected void settle(Provider provider) {
    google.instances.settle();
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.of(new Failures(google));
  }

  @AfterEach
  void closeGoogle() {
    google.close();
  }

  private record Failures(FakeGoogle google) implements FaultInjector {
    @Override
    public void failNextOffers(Fault fault) {
      google.api.faults().failNextOffers(fault);
    }

    @Override
    public void failNextStart(Fault fault) {
      switch (fault) {
        case NO_CAPACITY ->
            google.instances.failNextOperation("ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS");
        case QUOTA_EXCEEDED ->
            google.instances.fail(
                "insert", FakeInstances.error(403, "quotaExceeded", "Quota 'GPUS' exceeded"));
        case THROTTLED, UNREACHABLE, CREDENTIALS_REFUSED, UNEXPECTED ->
            google.instances.fail("insert", reply(fault));
      }
    }

    @Override
    public void loseNextStartReply() {
      google.instances.loseNextReply();
    }

    @Override
    public boolean failNextFind(Fault fault) {
      google.instances.fail("get", reply(fault));
      return true;
    }

    @Override
    public boolean failNextOwned(Fault fault) {
      google.instances.fail("list", reply(fault));
      return true;
    }

    @Override
    public boolean failNextStop(Fault fault) {
      google.instances.fail("delete", reply(fault));
      return true;
    }

    @Override
    public boolean halfMakeNextStart() {
      google.instances.failNextOperation("ZONE_RESOURCE_POOL_EXHAUSTED");
      return true;
    }

    @Override
    public List<String> leftOver() {
      return google.instances.boxes().stream().map(FakeInstances.Box::name).toList();
    }

    private static ApiReply reply(Fault fault) {
      return switch (fault) {
        case THROTTLED -> ApiReply.throttled(Duration.ofSeconds(7));
        case UNREACHABLE -> FakeInstances.error(503, "backendError", "try again");
        case CREDENTIALS_REFUSED ->
            FakeInstances.error(403, "forbidden", "no permission, key " + FakeGoogle.KEY);
        case NO_CAPACITY, QUOTA_EXCEEDED, UNEXPECTED ->
            FakeInstances.error(400, "invalid", "Invalid value");
      };
    }
  }
}
