package io.tradewind.adapters.digitalocean;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Every size, page by page, with the regions that have it. */
final class DigitalOceanProvider implements Provider {
  static final ProviderId ID = ProviderId.of("do");

  private static final int MOST_PAGES = 50;

  private final RestClient client;
  private final Optional<Provisioner> provisioner;
  private final Clock clock;

  DigitalOceanProvider(RestClient client, Optional<Provisioner> provisioner, Clock clock) {
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
  public OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    SizeRow rows = new SizeRow(book);
    Optional<Call> next = Optional.of(Call.get("/v2/sizes?per_page=200"));
    for (int page = 1; next.isPresent(); page++) {
      if (page > MOST_PAGES) {
        throw new ProviderException(
            ID, Fault.UNEXPECTED, "The list has more than %d pages.".formatted(MOST_PAGES));
      }
      Optional<String> link = read(next.get(), rows, book);
      next = link.isPresent() ? Optional.of(client.follow(link.get())) : Optional.empty();
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

  private Optional<String> read(Call call, SizeRow rows, OfferBook book) throws ProviderException {
    return client.read(
        call,
        reply ->
            next(reply.each("sizes", size -> book.row(size.label("slug"), () -> rows.read(size)))));
  }

  /** The last page has neither a next one nor, at times, any pages at all. */
  static Optional<String> next(Json reply) throws RefusedRow {
    Optional<Json> links = reply.optionalObject("links");
    Optional<Json> pages =
        links.isPresent() ? links.get().optionalObject("pages") : Optional.empty();
    return pages.isPresent() ? pages.get().optionalText("next") : Optional.empty();
  }
}
