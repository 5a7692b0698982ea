package io.tradewind.adapters.azure;

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

class AzureContractTest extends ProvisionerContract {
  private final FakeAzure azure = AzureScenario.stocked();

  @Override
  protected ProviderFactory factory() {
    return azure.factory();
  }

  @Override
  protected Map<String, String> settings() {
    return azure.settings();
  }

  @Override
  protected Offer startable(List<Offer> offers) {
    return offers.stream()
        .filter(offer -> offer.instanceType().name().equals(Skus.A100))
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected void settle(Provider provider) {
    azure.machines.settle();
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.of(new Failures(azure));
  }

  @AfterEach
  void closeAzure() {
    azure.close();
  }

  private record Failures(FakeAzure azure) implements FaultInjector {
    @Override
    public void failNextOffers(Fault fault) {
      azure.fail(FakeAzure.SKUS, 1, reply(fault));
    }

    @Override
    public void failNextStart(Fault fault) {
      azure.machines.fail("PUT", reply(fault));
    }

    @Override
    public void loseNextStartReply() {
      azure.machines.loseNextReply();
    }

    @Override
    public boolean failNextFind(Fault fault) {
      azure.machines.fail("GET", reply(fault));
      return true;
    }

    @Override
    public boolean failNextOwned(Fault fault) {
      azure.machines.fail("LIST", reply(fault));
      return true;
    }

    @Override
    public boolean failNextStop(Fault fault) {
      azure.machines.fail("DELETE", reply(fault));
      return true;
    }

    @Override
    public boolean halfMakeNextStart() {
      azure.machines.failNextMachine("AllocationFailed");
      return true;
    }

    @Override
    public List<String> leftOver() {
      return azure.machines.boxes().stream().map(box -> box.name).toList();
    }

    private static ApiReply reply(Fault fault) {
      return switch (fault) {
        case NO_CAPACITY -> FakeMachines.error(409, "SkuNotAvailable", "not in eastus");
        case QUOTA_EXCEEDED ->
            FakeMachines.error(409, "OperationNotAllowed", "exceeding approved Cores quota");
        case THROTTLED -> ApiReply.throttled(Duration.ofMinutes(1));
        case CREDENTIALS_REFUSED ->
            FakeMachines.error(403, "AuthorizationFailed", "no right, " + FakeAzure.SECRET);
        case UNREACHABLE, UNEXPECTED -> FakeMachines.error(500, "InternalServerError", "oh no");
      };
    }
  }
}
