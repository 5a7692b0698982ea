package io.tradewind.adapters.oracle;

import io.tradewind.api.Capability;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import io.tradewind.api.Standing;
import io.tradewind.rest.Call;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Remembered;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The price list of all products, of which the accelerators are kept; each page is asked for only
 * if it has changed. It sells nothing itself.
 */
final class OracleProvider implements Provider {
  static final ProviderId ID = ProviderId.of("oracle");

  private static final String LIST = "/pls/apex/cetools/api/v1/products/?currencyCode=USD";
  private static final int MOST_PAGES = 50;

  private final RestClient client;
  private final Clock clock;
  private final Machines machines = new Machines();
  private final Map<String, Remembered<PricePage>> pages = new HashMap<>();

  OracleProvider(RestClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public ProviderId id() {
    return ID;
  }

  /** The offers are of the seller {@code oci}, told by a feed of another name. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.MANY_SELLERS);
  }

  @Override
  public Standing standing() {
    return Standing.PUBLISHED;
  }

  @Override
  public synchronized OfferFeed offers() throws ProviderException {
    OfferBook book = new OfferBook(ID, clock.instant());
    List<Product> products = new ArrayList<>();
    Optional<Call> next = Optional.of(Call.get(LIST));
    for (int page = 1; next.isPresent(); page++) {
      if (page > MOST_PAGES) {
        throw new ProviderException(
            ID, Fault.UNEXPECTED, "The list has more than %d pages.".formatted(MOST_PAGES));
      }
      PricePage read = read(next.get());
      products.addAll(read.products());
      Optional<String> link = read.next();
      next = link.isPresent() ? Optional.of(client.follow(link.get())) : Optional.empty();
    }
    products.forEach(product -> machines.read(product, book));
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

  private PricePage read(Call call) throws ProviderException {
    return pages
        .computeIfAbsent(call.path(), path -> new Remembered<>())
        .read(client, call, PricePage::read);
  }
}
