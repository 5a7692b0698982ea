package io.tradewind.testkit;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderContext;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A provider that keeps the contract, until a test changes one thing about it. */
public class StubFactory implements ProviderFactory {
  static final ProviderId ID = ProviderId.of("stub");
  static final String SECRET = "hunter2-hunter2";

  StubMachines machines = new StubMachines();
  Set<Capability> claims =
      EnumSet.of(Capability.PROVISION, Capability.SPOT, Capability.AVAILABILITY);
  Function<ProviderContext, OfferFeed> offers = StubOffers::honest;
  boolean hasProvisioner = true;
  Runnable onSecondClose = () -> {};
  String shownAs = "the stub provider";
  String faultMessage = "the stub was told to fail";
  Optional<Fault> nextOffersFault = Optional.empty();

  @Override
  public String name() {
    return "stub";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting("region", "Where the stub is.", "north", false),
        new Setting("api-key", "What the stub never shows.", "", true));
  }

  @Override
  public List<Provider> create(ProviderContext context) {
    return List.of(new StubProvider(context));
  }

  private final class StubProvider implements Provider {
    private final ProviderContext context;
    private int closings;

    StubProvider(ProviderContext context) {
      this.context = context;
    }

    @Override
    public ProviderId id() {
      return ID;
    }

    @Override
    public Set<Capability> capabilities() {
      return claims;
    }

    @Override
    public OfferFeed offers() throws ProviderException {
      Optional<Fault> fault = nextOffersFault;
      nextOffersFault = Optional.empty();
      if (fault.isPresent()) {
        throw new ProviderException(ID, fault.get(), faultMessage);
      }
      return offers.apply(context);
    }

    @Override
    public Optional<Provisioner> provisioner() {
      return hasProvisioner ? Optional.of(machines) : Optional.empty();
    }

    @Override
    public void close() {
      closings++;
      if (closings == 2) {
        onSecondClose.run();
      }
    }

    @Override
    public String toString() {
      return shownAs;
    }
  }
}
