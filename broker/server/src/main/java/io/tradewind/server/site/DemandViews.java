package io.tradewind.server.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.pricing.Money;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.order.OrderEntity;
import io.tradewind.server.site.DemandResource.Counts;
import io.tradewind.server.site.DemandResource.Seen;
import io.tradewind.server.site.DemandView.MarketPays;
import io.tradewind.server.site.DemandView.OrderSeen;
import io.tradewind.server.site.DemandView.Scarcity;
import io.tradewind.server.workload.SpecReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts what was asked of a site into the words of replies. */
@ApplicationScoped
class DemandViews {
  /** Of a workload's file: what says which machines would do. Nothing of what runs on them. */
  private static final List<String> TOLD = List.of("resources", "model", "nodes");

  private static final List<String> PLACES =
      List.of("regions", "residency", "users", "max_rtt_ms", "certifications");

  private final SpecReader specs;
  private final ObjectMapper json;

  DemandViews(SpecReader specs, ObjectMapper json) {
    this.specs = specs;
    this.json = json;
  }

  DemandView view(Counts counts, List<Seen> seen, List<Scarcity> scarce, Instant now) {
    return new DemandView(
        counts.asked(),
        counts.bid(),
        counts.won(),
        seen.stream().map(it -> order(it, now)).toList(),
        market(seen),
        scarce);
  }

  private OrderSeen order(Seen seen, Instant now) {
    OrderEntity order = seen.order();
    return new OrderSeen(
        seen.bid().id,
        seen.bid().madeAt,
        wanted(order),
        order.quantity,
        order.fromAt,
        order.hours,
        outcome(seen, now),
        seen.bid().why,
        seen.bid().hourly().map(MoneyView::of).orElse(null),
        seen.bid().position,
        order.other().map(MoneyView::of).orElse(null),
        order.otherSeller);
  }

  private static String outcome(Seen seen, Instant now) {
    return switch (seen.bid().state) {
      case "accepted" -> "won";
      case "refused" -> "refused";
      default -> seen.order().stateAt(now).equals("open") ? "standing" : "lost";
    };
  }

  private Map<String, Object> wanted(OrderEntity order) {
    Map<String, Object> file = specs.tree(order.spec);
    Map<String, Object> told = new LinkedHashMap<>();
    TOLD.stream().filter(file::containsKey).forEach(key -> told.put(key, file.get(key)));
    if (file.get("placement") instanceof Map<?, ?> placement) {
      PLACES.stream()
          .filter(placement::containsKey)
          .forEach(key -> told.put(key, placement.get(key)));
    }
    return told;
  }

  private static List<MarketPays> market(List<Seen> seen) {
    Map<String, List<Money>> byUnit = new TreeMap<>();
    seen.forEach(it -> perUnit(it.order()).ifPresent(price -> add(byUnit, it.order(), price)));
    List<MarketPays> pays = new ArrayList<>();
    byUnit.forEach(
        (unit, prices) -> {
          List<Money> sorted = prices.stream().sorted().toList();
          pays.add(
              new MarketPays(
                  unit.substring(0, unit.indexOf(' ')),
                  sorted.size(),
                  MoneyView.of(sorted.get(sorted.size() / 2)),
                  MoneyView.of(sorted.get(sorted.size() - 1))));
        });
    return pays;
  }

  /** Prices of two currencies have no median. */
  private static void add(Map<String, List<Money>> byUnit, OrderEntity order, Money price) {
    byUnit
        .computeIfAbsent(order.otherUnit + " " + price.currencyCode(), any -> new ArrayList<>())
        .add(price);
  }

  private static Optional<Money> perUnit(OrderEntity order) {
    Double units = order.otherUnits;
    return units == null || order.otherUnit == null
        ? Optional.empty()
        : order
            .other()
            .map(price -> price.dividedBy(BigDecimal.valueOf(units), RoundingMode.HALF_EVEN));
  }

  /** The shadow prices of stored plans that are of this site or of an offer of it. */
  List<Scarcity> scarce(SiteEntity site, List<Object[]> batches) {
    List<Scarcity> scarce = new ArrayList<>();
    for (Object[] row : batches) {
      Instant at = row[0] instanceof OffsetDateTime time ? time.toInstant() : (Instant) row[0];
      for (JsonNode price : read((String) row[1]).path("shadowPrices")) {
        String name = price.path("name").asText();
        if (name.equals(site.provider) || name.startsWith("site:" + site.id)) {
          scarce.add(
              new Scarcity(
                  at,
                  name,
                  price.path("unit").asText(),
                  new MoneyView(
                      price.path("worth").path("amount").asText(),
                      price.path("worth").path("currency").asText())));
        }
      }
    }
    return scarce;
  }

  private JsonNode read(String document) {
    try {
      return json.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored plan is not JSON any more.", e);
    }
  }
}
