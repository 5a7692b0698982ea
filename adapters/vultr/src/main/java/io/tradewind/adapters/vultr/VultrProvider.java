package io.tradewind.adapters.vultr;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Two public lists, machines shared and bare, page by page; and the machines of an account. */
final class VultrProvider implements Provider {
  static final ProviderId ID = ProviderId.of("vultr");

  private static final int MOST_PAGES = 50;

  private final RestClient client;
  private final Optional<Provisioner> provisioner;
  private final Clock clock;

  /**
   * @param client without a key: the lists are public
   */
  VultrProvider(RestClient client, Optional<Provisioner> provisioner, Clock clock) {
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
    // The type "all" has been seen to leave out the accelerated ones.
    read("/v2/plans", "all", "plans", new SharedPlan(book)::read, book);
    read("/v2/plans", "vcg", "plans", new SharedPlan(book)::read, book);
    read("/v2/plans-metal", "", "plans_metal", new MetalPlan(book)::read, book);
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

  private void read(String path, String type, String list, PlanReader reader, OfferBook book)
      throws ProviderException {
    Optional<String> cursor = Optional.empty();
    for (int page = 1; page <= MOST_PAGES; page++) {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("per_page", "500");
      if (!type.isEmpty()) {
        parameters.put("type", type);
      }
      cursor.ifPresent(after -> parameters.put("cursor", after));
      Json rest =
          client.read(
              Call.get(path, parameters),
              reply ->
                  reply.each(list, plan -> book.row(plan.label("id"), () -> reader.read(plan))));
      cursor = next(rest);
      if (cursor.isEmpty()) {
        return;
      }
    }
    throw new ProviderException(
        ID, Fault.UNEXPECTED, "%s has more than %d pages.".formatted(path, MOST_PAGES));
  }

  /** The cursor of the next page; empty, or an empty text, on the last. */
  static Optional<String> next(Json reply) throws ProviderException {
    try {
      Optional<Json> meta = reply.optionalObject("meta");
      Optional<Json> links =
          meta.isPresent() ? meta.get().optionalObject("links") : Optional.empty();
      return links.isPresent() ? links.get().optionalText("next") : Optional.empty();
    } catch (RefusedRow e) {
      throw new ProviderException(ID, Fault.UNEXPECTED, "The paging: " + e.detail());
    }
  }

  /** Makes offers of one plan. */
  @FunctionalInterface
  private interface PlanReader {
    void read(Json plan) throws RefusedRow;
  }
}
