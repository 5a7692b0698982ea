package io.tradewind.adapters.sim;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.testkit.FaultInjector;
import io.tradewind.testkit.ProvisionerContract;
import java.util.Map;
import java.util.Optional;

/** The example of a provider's test: the contract, and how to make the other side fail. */
class SimContractTest extends ProvisionerContract {
  @Override
  protected ProviderFactory factory() {
    return new SimFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("enabled", "true", "seed", "7");
  }

  @Override
  protected Optional<FaultInjector> faults(Provider provider) {
    return Optional.of(new SimFaults(((SimProvider) provider).faults()));
  }

  private record SimFaults(Faults faults) implements FaultInjector {
    @Override
    public void failNextStart(Fault fault) {
      faults.failNext(Faults.Call.START, fault);
    }

    @Override
    public void loseNextStartReply() {
      faults.loseNextReply();
    }

    @Override
    public boolean failNextFind(Fault fault) {
      faults.failNext(Faults.Call.FIND, fault);
      return true;
    }

    @Override
    public boolean failNextOwned(Fault fault) {
      faults.failNext(Faults.Call.OWNED, fault);
      return true;
    }

    @Override
    public boolean failNextStop(Fault fault) {
      faults.failNext(Faults.Call.STOP, fault);
      return true;
    }

    @Override
    public void failNextOffers(Fault fault) {
      faults.failNext(Faults.Call.OFFERS, fault);
    }
  }
}
