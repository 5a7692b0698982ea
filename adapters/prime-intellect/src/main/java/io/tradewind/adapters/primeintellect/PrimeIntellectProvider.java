package io.tradewind.adapters.primeintellect;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Standing;
import io.tradewind.rest.Call;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Every machine of every cloud, page by page. It sells nothing itself. */
final class PrimeIntellectProvider implements Provider {
  static final ProviderId ID = ProviderId.of("prime-intellect");

  private static final String LIST = "/api/v1/availability/gpus?page_size=%d&page=%d";
  private static final int PAGE_SIZE = 100;
  private static final int MOST_PAGES = 100;

  private final RestClient client;
  private final Clock clock;

  PrimeIntellectProvider(RestClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.MANY_SELLERS, Capability.AVAILABILITY, Capability.SPOT);
  }

  @Override
  public Standing standing() {
    return Standing.REPORTED;
  }

  @Override
  public OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    MachineRow rows = new MachineRow(book);
    long read = 0;
    Page page = new Page(0, Long.MAX_VALUE);
    for (int number = 1; read < page.total(); number++) {
      if (number > MOST_PAGES) {
        throw new ProviderException(
            ID, Fault.UNEXPECTED, "The list has more than %d pages.".formatted(MOST_PAGES));
      }
      page =
          client.read(
              Call.get(LIST.formatted(PAGE_SIZE, number)), reply -> page(reply, rows, book));
      if (page.rows() == 0) {
        break;
      }
      read += page.rows();
    }
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

  private static Page page(JsonReply reply, MachineRow rows, OfferBook book)
      throws IOException, RefusedRow {
    long[] count = {0};
    long total =
        reply
            .each(
                "items",
                item -> {
                  count[0]++;
                  book.row(
                      item.label("provider", "dataCenter", "cloudId", "gpuCount"),
                      () -> rows.read(item));
                })
            .number("totalCount")
            .longValue();
    return new Page(count[0], total);
  }

  /**
   * What a page holds.
   *
   * @param total rows of all pages
   */
  private record Page(long rows, long total) {}
}
