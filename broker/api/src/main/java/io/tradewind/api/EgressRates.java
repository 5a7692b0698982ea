package io.tradewind.api;

import io.tradewind.pricing.EgressTariff;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one seller charges for data by where it leaves and where it goes, as far as that differs
 * from its usual rates. From the table {@code egress-rates.csv} of this module.
 */
public record EgressRates(Map<Way, EgressTariff> byWay) {
  /** No way differs. */
  public static final EgressRates NONE = new EgressRates(Map.of());

  private static final String ANY = "*";
  private static final Map<ProviderId, EgressRates> BUNDLED = load();

  /**
   * @param from the continent that the data leaves, or {@code *}
   * @param to the continent that it goes to, or {@code *}
   * @param sameSeller whether both ends are the same seller's
   */
  public record Way(String from, String to, boolean sameSeller) {}

  public EgressRates {
    byWay = Map.copyOf(byWay);
  }

  static EgressRates of(ProviderId seller) {
    return BUNDLED.getOrDefault(seller, NONE);
  }

  /**
   * The pair of continents decides before where data goes to, and that before where it leaves:
   * distant ends are what makes it dear. Empty where the usual rate holds, or a continent is not
   * known.
   */
  Optional<EgressTariff> between(Optional<String> from, Optional<String> to, boolean sameSeller) {
    if (byWay.isEmpty() || from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    for (Way way :
        List.of(
            new Way(from.get(), to.get(), sameSeller),
            new Way(ANY, to.get(), sameSeller),
            new Way(from.get(), ANY, sameSeller))) {
      EgressTariff tariff = byWay.get(way);
      if (tariff != null) {
        return Optional.of(tariff);
      }
    }
    return Optional.empty();
  }

  private static Map<ProviderId, EgressRates> load() {
    Map<ProviderId, Map<Way, EgressTariff>> bySeller = new HashMap<>();
    for (Csv.Row row : Csv.bundled("egress-rates.csv")) {
      boolean sameSeller = row.text("seller").equals("same");
      bySeller
          .computeIfAbsent(ProviderId.of(row.text("provider")), seller -> new HashMap<>())
          .put(
              new Way(row.text("from"), row.text("to"), sameSeller),
              ProviderTerms.tariff(row.text("egress_usd_gb")));
    }
    Map<ProviderId, EgressRates> rates = new HashMap<>();
    bySeller.forEach((seller, byWay) -> rates.put(seller, new EgressRates(byWay)));
    return rates;
  }
}
