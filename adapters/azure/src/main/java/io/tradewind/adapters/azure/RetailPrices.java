package io.tradewind.adapters.azure;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.Patience;
import io.tradewind.rest.RestClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Azure's public price list, one region at a time: its paging by {@code $skip} is no snapshot of
 * the whole.
 */
record RetailPrices(RestClient client) {
  static final String URL = "https://prices.azure.com";

  private static final int MOST_PAGES = 50;

  /** The list asks for three seconds after a 429, without saying so in a header. */
  static Patience patience() {
    return Patience.standard().first(Duration.ofSeconds(3));
  }

  /**
   * Hands over the items of virtual machines, page by page.
   *
   * @param beginning of the sizes' names, such as {@code Standard_N}
   */
  void read(String region, String beginning, JsonReply.Reader reader) throws ProviderException {
    Optional<Call> next = Optional.of(firstPage(region, beginning));
    for (int page = 1; next.isPresent(); page++) {
      if (page > MOST_PAGES) {
        throw new ProviderException(
            client.provider(),
            Fault.UNEXPECTED,
            "%s has more than %d pages.".formatted(region, MOST_PAGES));
      }
      next = readPage(next.get(), reader);
    }
  }

  private Optional<Call> readPage(Call call, JsonReply.Reader reader) throws ProviderException {
    Optional<String> link =
        client.read(
            call,
            reply -> {
              Json rest = reply.each("Items", reader);
              return rest.optionalText("NextPageLink");
            });
    return link.isPresent() ? Optional.of(client.follow(link.get())) : Optional.empty();
  }

  private static Call firstPage(String region, String beginning) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("api-version", "2023-01-01-preview");
    parameters.put("currencyCode", "USD");
    // The list writes regions in small letters, and its filter tells letters apart.
    parameters.put(
        "$filter",
        "serviceName eq 'Virtual Machines' and priceType eq 'Consumption' and armRegionName eq '%s'"
                .formatted(region.replace("'", ""))
            + " and contains(armSkuName, '%s')".formatted(beginning));
    return Call.get("/api/retail/prices", parameters);
  }
}
