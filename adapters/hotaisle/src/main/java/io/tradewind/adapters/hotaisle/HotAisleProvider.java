package io.tradewind.adapters.hotaisle;

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

/** The machines that a team can start now. */
final class HotAisleProvider implements Provider {
  static final ProviderId ID = ProviderId.of("hotaisle");

  private final RestClient client;
  private final String team;
  private final Clock clock;

  HotAisleProvider(RestClient client, String team, Clock clock) {
    this.client = client;
    this.team = team;
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
    MachineRow rows = new MachineRow(book);
    return client
        .read(
            Call.get("/api/teams/%s/virtual_machines/available/".formatted(team)),
            reply -> {
              reply.each(machine -> book.row(machine.label("Specs"), () -> rows.read(machine)));
              return book;
            })
        .close();
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
