package io.tradewind.server.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.CapacityType;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.fence.Offered;
import io.tradewind.matcher.workload.Limits;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.pricing.GramsCo2e;
import io.tradewind.pricing.Money;
import io.tradewind.server.lease.LeaseEntity;
import io.tradewind.server.market.LiveMarket;
import io.tradewind.server.meter.HourlyCarbon;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a lease is of, as bounds look at it. Its cost and carbon are those of {@code max_duration}
 * at its rate: what is paid beside the machine was judged when it was matched.
 */
@Singleton
class LeasedOffers {
  private static final double SECONDS_PER_HOUR = 3_600;

  private final LiveMarket market;
  private final ObjectMapper json;

  LeasedOffers(LiveMarket market, ObjectMapper json) {
    this.market = market;
    this.json = json;
  }

  Offered of(LeaseEntity lease, Workload workload) {
    return of(
        lease.feed,
        lease.offerDocument,
        lease.hourlyRate().perHour(),
        lease.hourlyCarbon,
        workload);
  }

  /**
   * @param offer as it was shown, JSON
   * @param carbon of an hour of one node, JSON; null where nobody knows
   */
  Offered of(String feed, String offer, Money perHour, @Nullable String carbon, Workload workload) {
    JsonNode shown = read(offer, JsonNode.class);
    JsonNode accelerator = shown.path("accelerator");
    Region region =
        new Region(new ProviderId(shown.path("provider").asText()), shown.path("region").asText());
    Conditions conditions = market.conditions();
    Limits limits = workload.limits();
    return new Offered(
        new ProviderId(feed),
        region,
        conditions.regions().find(region),
        conditions.countries(),
        conditions.certifications()::holds,
        Optional.ofNullable(accelerator.path("model").textValue()),
        (int) Math.round(accelerator.path("count").asDouble() * 1_000),
        CapacityType.parse(shown.path("capacityType").asText()).orElse(CapacityType.ON_DEMAND),
        workload.nodes(),
        perHour,
        limits.maxDuration().map(it -> cost(perHour, it, workload.nodes())),
        grams(carbon, workload));
  }

  private static Money cost(Money perHour, Duration time, int nodes) {
    return new io.tradewind.pricing.HourlyRate(perHour).costOf(time).times(nodes);
  }

  /** Without an end it was judged by the hour that it was reckoned for. */
  private Optional<GramsCo2e> grams(@Nullable String carbon, Workload workload) {
    if (carbon == null) {
      return Optional.empty();
    }
    HourlyCarbon hour = read(carbon, HourlyCarbon.class);
    double hours =
        workload.limits().maxDuration().map(it -> it.toSeconds() / SECONDS_PER_HOUR).orElse(1.0);
    return Optional.of(new GramsCo2e((hour.operationalGrams() + hour.embodiedGrams()) * hours));
  }

  private <T> T read(String document, Class<T> type) {
    try {
      return json.readValue(document, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What is stored of a lease is not JSON any more.", e);
    }
  }
}
