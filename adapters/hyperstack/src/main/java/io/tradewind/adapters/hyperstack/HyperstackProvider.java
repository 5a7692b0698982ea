package io.tradewind.adapters.hyperstack;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The price book, then the machines that it prices. */
final class HyperstackProvider implements Provider {
  static final ProviderId ID = ProviderId.of("hyperstack");

  private final RestClient client;
  private final Optional<Provisioner> provisioner;
  private final Clock clock;

  HyperstackProvider(RestClient client, Optional<Provisioner> provisioner, Clock clock) {
    this.client = client;
    this.provisioner = provisioner;
    this.clock = clock;
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> claimed = EnumSet.of(Capability.AVAILABILITY, Capability.SPOT);
    provisioner.ifPresent(any -> claimed.add(Capability.PROVISION));
    return claimed;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    PriceBook prices = new PriceBook();
    client.read(
        Call.get("/v1/pricebook"),
        reply -> {
          reply.each(prices::read);
          return prices;
        });
    FlavorRow rows = new FlavorRow(prices, book);
    client.read(
        Call.get("/v1/core/flavors"),
        reply ->
            reply.each(
                "data",
                group -> {
                  for (Json flavor : group.items("flavors")) {
                    book.row(flavor.label("name", "region_name"), () -> rows.read(flavor));
                  }
                }));
    return book.close();
  }

  @Override
  public Optional<Provisioner> provisioner() {
    return provisioner;
  }

  /** Nothing is held between calls. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "%s (%s)".formatted(ID, client);
  }
}
