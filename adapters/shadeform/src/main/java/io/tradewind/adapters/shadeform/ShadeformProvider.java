package io.tradewind.adapters.shadeform;

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

/** What some twenty clouds sell through one broker, in one list. */
final class ShadeformProvider implements Provider {
  static final ProviderId ID = ProviderId.of("shadeform");

  private final RestClient client;
  private final Optional<Provisioner> provisioner;
  private final Clock clock;

  ShadeformProvider(RestClient client, Optional<Provisioner> provisioner, Clock clock) {
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
    Set<Capability> claimed = EnumSet.of(Capability.MANY_SELLERS, Capability.AVAILABILITY);
    provisioner.ifPresent(any -> claimed.add(Capability.PROVISION));
    return claimed;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    TypeRow rows = new TypeRow(book);
    client.read(
        Call.get("/v1/instances/types"),
        reply ->
            reply.each(
                "instance_types",
                type ->
                    book.row(type.label("cloud", "cloud_instance_type"), () -> rows.read(type))));
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
