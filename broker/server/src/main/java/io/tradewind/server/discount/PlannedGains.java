package io.tradewind.server.discount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.Money;
import io.tradewind.pricing.OpportunityCost.Gain;
import io.tradewind.server.market.PriceOverride;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What batches that were carried out would gain from one machine more: their shadow prices by the
 * hour, for as long as their workloads run. Who takes such a machine for something else costs them
 * that.
 */
@ApplicationScoped
class PlannedGains {
  /** Plans of longer runs are forgotten sooner than their machines come free. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final double SECONDS_PER_HOUR = 3_600;

  private static final String SCARCE =
"""
select id, created_at, document from batch
where organization = $1 and created_at > $2 and position('"kind":"offer"' in document) > 0
  and not id = any($3)
""";

  private final Pool pool;
  private final Clock clock;
  private final ObjectMapper json;

  /** Plans never change: each is read once. */
  private final Map<UUID, Map<UUID, Plan>> known = new ConcurrentHashMap<>();

  PlannedGains(Pool pool, Clock clock, ObjectMapper json) {
    this.pool = pool;
    this.clock = clock;
    this.json = json;
  }

  /** A plan that has too few machines of a kind. */
  record Waiting(MachineKind kind, Gain gain, Instant until) {}

  private record Plan(Instant made, List<Waiting> waiting) {}

  Uni<List<Waiting>> of(UUID organization) {
    Instant now = clock.instant();
    Instant since = now.minus(LONGEST);
    Map<UUID, Plan> read = known.computeIfAbsent(organization, any -> new ConcurrentHashMap<>());
    UUID[] ids = read.keySet().toArray(UUID[]::new);
    return pool.preparedQuery(SCARCE)
        .execute(Tuple.of(organization, since.atOffset(ZoneOffset.UTC), ids))
        .map(
            rows -> {
              rows.forEach(row -> read.put(row.getUUID("id"), plan(row)));
              read.values().removeIf(plan -> !plan.made().isAfter(since));
              return read.values().stream()
                  .flatMap(plan -> plan.waiting().stream())
                  .filter(it -> now.isBefore(it.until()))
                  .toList();
            });
  }

  /** Of those who wait for machines of a commitment, in its currency. */
  static List<Gain> gains(List<Waiting> all, PriceOverride commitment, HourlyRate running) {
    return all.stream()
        .filter(it -> it.kind().isOf(commitment))
        .map(Waiting::gain)
        .filter(it -> it.perHour().perHour().currency().equals(running.perHour().currency()))
        .toList();
  }

  private Plan plan(Row row) {
    Instant made = row.getOffsetDateTime("created_at").toInstant();
    return new Plan(made, waiting(read(row.getString("document")), made));
  }

  /**
   * @param plan as it was shown
   */
  static List<Waiting> waiting(JsonNode plan, Instant made) {
    Map<String, JsonNode> longest = longest(plan);
    List<Waiting> waiting = new ArrayList<>();
    for (JsonNode price : plan.path("shadowPrices")) {
      JsonNode choice = longest.get(price.path("name").asText());
      if (price.path("kind").asText().equals("offer") && choice != null) {
        waiting(price.path("worth"), choice, made).ifPresent(waiting::add);
      }
    }
    return List.copyOf(waiting);
  }

  /** By offer, the choice of the workload that runs longest there. */
  private static Map<String, JsonNode> longest(JsonNode plan) {
    Map<String, JsonNode> longest = new HashMap<>();
    for (JsonNode item : plan.path("workloads")) {
      JsonNode choice = item.path("choice");
      if (choice.path("hours").asDouble() > 0) {
        longest.merge(
            choice.path("offer").path("id").asText(),
            choice,
            (a, b) -> a.path("hours").asDouble() >= b.path("hours").asDouble() ? a : b);
      }
    }
    return longest;
  }

  /** By the longest run, so that an hour is never said to be worth more than it is. */
  private static Optional<Waiting> waiting(JsonNode worth, JsonNode choice, Instant made) {
    double hours = choice.path("hours").asDouble();
    Money all = Money.parse(worth.path("amount").asText() + " " + worth.path("currency").asText());
    Money hourly = all.dividedBy(BigDecimal.valueOf(hours), RoundingMode.HALF_EVEN);
    Duration run = Duration.ofSeconds((long) (hours * SECONDS_PER_HOUR));
    JsonNode offer = choice.path("offer");
    MachineKind kind =
        new MachineKind(
            offer.path("provider").asText(),
            offer.path("region").asText(),
            offer.path("instanceType").asText(),
            offer.path("capacityType").asText(),
            textOf(offer.path("accelerator").path("model")));
    return hourly.isPositive()
        ? Optional.of(
            new Waiting(
                kind,
                new Gain(new HourlyRate(hourly), "the batch of " + made),
                made.plus(run.compareTo(LONGEST) < 0 ? run : LONGEST)))
        : Optional.empty();
  }

  private static @Nullable String textOf(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }

  private JsonNode read(String document) {
    try {
      return json.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored plan is not JSON any more.", e);
    }
  }
}
