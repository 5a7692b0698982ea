package io.tradewind.adapters.runpod;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks for the places, then for the prices and the stock of each, over GraphQL without a key. */
final class RunPodProvider implements Provider {
  static final ProviderId ID = ProviderId.of("runpod");

  private final RestClient client;
  private final Optional<Provisioner> provisioner;
  private final Clock clock;

  /**
   * @param client without a key: the lists are public
   */
  RunPodProvider(RestClient client, Optional<Provisioner> provisioner, Clock clock) {
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
    for (Site site : sites()) {
      GpuRow rows = new GpuRow(site, book);
      for (Json gpu : ask(Queries.stockAt(site), reply -> data(reply.whole()).items("gpuTypes"))) {
        book.row(gpu.label("id") + " in " + site.label(), () -> rows.read(gpu));
      }
    }
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

  private List<Site> sites() throws ProviderException {
    return ask(
        Queries.SITES,
        reply -> {
          Json data = data(reply.whole());
          List<Site> sites = new ArrayList<>();
          for (Json center : data.items("dataCenters")) {
            if (center.optionalFlag("listed").orElse(true)) {
              sites.add(Site.secure(center.text("id")));
            }
          }
          data.texts("countryCodes").forEach(code -> sites.add(Site.community(code)));
          return sites;
        });
  }

  private <T> T ask(String query, RestClient.ReplyReader<T> reader) throws ProviderException {
    return client.read(Call.post("/graphql", query), reader);
  }

  /** GraphQL answers 200 also when it refuses. */
  static Json data(Json reply) throws RefusedRow, IOException {
    if (reply.has("errors")) {
      throw RefusedRow.malformed("it answered with errors");
    }
    return reply.object("data");
  }
}
