package io.tradewind.adapters.jarvislabs;

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

/** Every card of every region, in each count that one machine may have. */
final class JarvisLabsProvider implements Provider {
  static final ProviderId ID = ProviderId.of("jarvislabs");

  private final RestClient client;
  private final Clock clock;

  JarvisLabsProvider(RestClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.AVAILABILITY, Capability.SPOT);
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    CardRow rows = new CardRow(book);
    client.read(
        Call.get("/misc/server_meta"),
        reply ->
            reply.each(
                "server_meta",
                card ->
                    book.row(
                        card.label("region", "gpu_type", "workload_type"), () -> rows.read(card))));
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
