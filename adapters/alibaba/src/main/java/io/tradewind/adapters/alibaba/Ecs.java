package io.tradewind.adapters.alibaba;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.rest.Call;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.RestClient.ReplyReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Elastic Compute Service, whose regions have addresses of their own. */
final class Ecs {
  private static final int MOST_PAGES = 200;

  private final Function<String, RestClient> endpoints;

  /**
   * @param endpoints the client of a region
   */
  Ecs(Function<String, RestClient> endpoints) {
    this.endpoints = endpoints;
  }

  <T> T ask(String region, String action, Map<String, String> parameters, ReplyReader<T> reader)
      throws ProviderException {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("RegionId", region);
    return endpoints
        .apply(region)
        .read(Call.get("/", all).with(AlibabaDialect.ACTION, action), reader);
  }

  /**
   * Asks until there is no next page.
   *
   * @param marker the parameter that says where a page begins
   * @param reader takes a page and says where the next one begins; empty at the end
   */
  void eachPage(
      String region,
      String action,
      Map<String, String> parameters,
      String marker,
      ReplyReader<Optional<String>> reader)
      throws ProviderException {
    Optional<String> next = Optional.empty();
    for (int page = 1; page <= MOST_PAGES; page++) {
      Map<String, String> all = new LinkedHashMap<>(parameters);
      next.ifPresent(place -> all.put(marker, place));
      Optional<String> after = ask(region, action, all, reader);
      if (after.isEmpty()) {
        return;
      }
      if (after.equals(next)) {
        throw endless("%s of %s names the same next page twice".formatted(action, region));
      }
      next = after;
    }
    throw endless("%s of %s has more than %d pages".formatted(action, region, MOST_PAGES));
  }

  private static ProviderException endless(String what) {
    return new ProviderException(AlibabaProvider.ID, Fault.UNEXPECTED, what + ".");
  }
}
