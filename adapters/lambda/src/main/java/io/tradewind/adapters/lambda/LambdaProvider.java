package io.tradewind.adapters.lambda;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every machine type with the regions that have one free. */
final class LambdaProvider implements Provider {
  static final ProviderId ID = ProviderId.of("lambda");

  private final RestClient client;
  private final Optional<Provisioner> provisioner;
  private final Clock clock;
  private final KnownRegions known = new KnownRegions();

  LambdaProvider(RestClient client, Optional<Provisioner> provisioner, Clock clock) {
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
    Set<Capability> claimed = EnumSet.of(Capability.AVAILABILITY);
    provisioner.ifPresent(any -> claimed.add(Capability.PROVISION));
    return claimed;
  }

  @Override
  public synchronized OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    TypeRow rows = new TypeRow(known, book);
    Map<String, Json> types =
        client.read(
            Call.get("/api/v1/instance-types"), reply -> reply.whole().object("data").objects());
    types.forEach((name, type) -> book.row(name, () -> rows.read(type)));
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
