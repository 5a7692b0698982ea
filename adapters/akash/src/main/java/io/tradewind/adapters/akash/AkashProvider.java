package io.tradewind.adapters.akash;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.Call;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Every accelerator model of the network, with the bids of its datacentres as one price. */
final class AkashProvider implements Provider {
  static final ProviderId ID = ProviderId.of("akash");

  private final RestClient client;
  private final Clock clock;

  AkashProvider(RestClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.AVAILABILITY);
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    ModelRow rows = new ModelRow(book);
    client.read(
        Call.get("/v1/gpu-prices"),
        reply ->
            reply.each(
                "models",
                model ->
                    book.row(
                        model.label("vendor", "model", "ram", "interface"),
                        () -> rows.read(model))));
    return book.close();
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return Optional.empty();
  }

  /** Nothing is held between calls. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "%s (%s)".formatted(ID, client);
  }
}
