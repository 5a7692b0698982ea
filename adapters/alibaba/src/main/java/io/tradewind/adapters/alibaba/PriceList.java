package io.tradewind.adapters.alibaba;

import io.tradewind.api.ProviderException;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RememberedFor;
import io.tradewind.rest.RememberedFor.Dated;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prices, asked for one type at a time since there is no list, and remembered for a while so that
 * the many calls are made once an hour. A price keeps the time at which it was read.
 */
final class PriceList {
  private static final Duration ON_DEMAND_HOLDS = Duration.ofHours(1);
  private static final Duration SPOT_HOLDS = Duration.ofMinutes(15);

  private final Ecs ecs;
  private final Clock clock;
  private final Map<String, RememberedFor<Amount>> onDemand = new ConcurrentHashMap<>();
  private final Map<String, RememberedFor<Map<String, Sample>>> spot = new ConcurrentHashMap<>();

  PriceList(Ecs ecs, Clock clock) {
    this.ecs = ecs;
    this.clock = clock;
  }

  /** By the hour, without disks, in every zone of the region. */
  Dated<Amount> onDemand(String region, String type) throws ProviderException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("ResourceType", "instance");
    parameters.put("InstanceType", type);
    parameters.put("PriceUnit", "Hour");
    return onDemand
        .computeIfAbsent(region + " " + type, key -> new RememberedFor<>(clock, ON_DEMAND_HOLDS))
        .read(() -> ecs.ask(region, "DescribePrice", parameters, PriceList::price));
  }

  /** The latest of each zone, by its name. */
  Dated<Map<String, Sample>> spot(String region, String type) throws ProviderException {
    return spot.computeIfAbsent(region + " " + type, key -> new RememberedFor<>(clock, SPOT_HOLDS))
        .read(() -> samples(region, type));
  }

  private Map<String, Sample> samples(String region, String type) throws ProviderException {
    Map<String, Sample> latest = new LinkedHashMap<>();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("InstanceType", type);
    parameters.put("NetworkType", "vpc");
    ecs.eachPage(
        region, "DescribeSpotPriceHistory", parameters, "Offset", reply -> page(reply, latest));
    return latest;
  }

  private static Optional<String> page(JsonReply reply, Map<String, Sample> latest)
      throws IOException, RefusedRow {
    Json page = reply.whole();
    String currency = page.text("Currency");
    for (Json row : page.object("SpotPrices").items("SpotPriceType")) {
      Amount amount = new Amount(row.optionalDecimal("SpotPrice"), currency);
      Sample sample = new Sample(row.text("Timestamp"), amount);
      latest.merge(row.text("ZoneId"), sample, Sample::later);
    }
    return page.optionalNumber("NextOffset")
        .filter(offset -> offset.signum() > 0)
        .map(BigDecimal::toPlainString);
  }

  /**
   * What this account pays for the machine alone; the total holds a system disk too.
   *
   * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/">DescribePrice</a>
   */
  private static Amount price(JsonReply reply) throws IOException, RefusedRow {
    Json price = reply.whole().object("PriceInfo").object("Price");
    String currency = price.text("Currency");
    if (price.has("DetailInfos")) {
      for (Json part : price.object("DetailInfos").items("DetailInfo")) {
        if (part.text("Resource").matches("instanceType|instance")) {
          return new Amount(part.optionalDecimal("TradePrice"), currency);
        }
      }
    }
    throw RefusedRow.malformed("there is no DetailInfo of the instanceType; expected its price");
  }

  /**
   * What a reply says, which need not be a price.
   *
   * @param currency that of the account
   */
  record Amount(Optional<BigDecimal> amount, String currency) {
    HourlyRate anHour() throws RefusedRow {
      Currency known = Prices.currency(currency);
      return Prices.of(amount, known);
    }
  }

  /**
   * A spot price at a time.
   *
   * @param at in ISO 8601 and UTC, so that texts compare as times do
   */
  record Sample(String at, Amount amount) {
    Sample later(Sample other) {
      return at.compareTo(other.at) >= 0 ? this : other;
    }
  }
}
