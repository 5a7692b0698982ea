package io.tradewind.adapters.vast;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.rest.Call;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Every machine that can be rented now. The search has no pages and cuts its answer short, so it is
 * asked again for what comes after the last id.
 */
final class VastProvider implements Provider {
  static final ProviderId ID = ProviderId.of("vast");

  static final int PAGE_SIZE = 1_000;
  private static final int MOST_PAGES = 100;

  private final RestClient client;
  private final Optional<Provisioner> provisioner;
  private final Clock clock;
  private final Bundle bundle;
  private final boolean verifiedOnly;

  /**
   * @param client without a key: the search is public
   */
  VastProvider(
      RestClient client,
      Optional<Provisioner> provisioner,
      Clock clock,
      Bundle bundle,
      boolean verifiedOnly) {
    this.client = client;
    this.provisioner = provisioner;
    this.clock = clock;
    this.bundle = bundle;
    this.verifiedOnly = verifiedOnly;
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
    Page page = new Page(0, PAGE_SIZE);
    for (int pages = 1; page.rows() >= PAGE_SIZE; pages++) {
      Page next = read(page.lastId(), book);
      if (next.rows() >= PAGE_SIZE && (next.lastId() <= page.lastId() || pages == MOST_PAGES)) {
        book.row("the search", () -> cutShort(next));
        break;
      }
      page = next;
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

  private Page read(long after, OfferBook book) throws ProviderException {
    String hosts = verifiedOnly ? "\"verified\": {\"eq\": true}, " : "";
    String search =
        """
        {"rentable": {"eq": true}, "rented": {"eq": false}, "external": {"eq": false}, %s\
        "id": {"gt": %d}, "order": [["id", "asc"]], "type": "ondemand", "limit": %d}\
        """
            .formatted(hosts, after, PAGE_SIZE);
    PageReader reader = new PageReader(bundle, book);
    client.read(Call.post("/api/v0/bundles/", search), reply -> reply.each("offers", reader::read));
    return reader.page();
  }

  /** What was read is true, but it is not all: that must be seen. */
  private static void cutShort(Page page) throws RefusedRow {
    throw new RefusedRow(
        Reason.LOST_TOO_MUCH,
        "the search did not go on after the id %d, so not every machine is listed"
            .formatted(page.lastId()));
  }

  /** How far a search came. */
  record Page(long lastId, int rows) {}
}
