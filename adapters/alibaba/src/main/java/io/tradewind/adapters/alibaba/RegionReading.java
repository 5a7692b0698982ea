package io.tradewind.adapters.alibaba;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.OfferFeed;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RememberedFor.Dated;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One reading of one region: what is sold there, then a price for each type. */
record RegionReading(String region, Shapes shapes, PriceList prices, OfferBook book) {
  private static final Source SOURCE =
      new Source(
          "Alibaba Cloud",
          Optional.of(URI.create("https://www.alibabacloud.com/product/ecs-pricing-list/en")),
          Source.Term.LIVE,
          Optional.empty());
  private static final Duration STOCK_HOLDS = Duration.ofMinutes(10);

  OfferFeed of(Stock onDemand, Stock spot) throws ProviderException {
    for (Stock.Row row : onDemand.rows()) {
      if (shapes.know(row.type())) {
        Priced priced = onDemand(row.type());
        book.row(label(row, CapacityType.ON_DEMAND), () -> add(row, priced));
      }
    }
    for (Stock.Row row : spot.rows()) {
      if (shapes.know(row.type())) {
        Priced priced = spot(row.type(), row.zone());
        book.row(label(row, CapacityType.SPOT), () -> add(row, priced));
      }
    }
    return book.close();
  }

  private void add(Stock.Row row, Priced priced) throws RefusedRow {
    InstanceType type = shapes.of(row.type());
    PriceList.Amount amount =
        priced.amount().orElseThrow(() -> new RefusedRow(Reason.PRICE_MISSING, priced.detail()));
    Availability availability =
        new Availability(
            row.state(),
            Availability.Kind.FLAG,
            OptionalDouble.empty(),
            book.observedAt(),
            STOCK_HOLDS);
    book.add(
        new Listed(
                new Region(AlibabaProvider.ID, region),
                Optional.of(row.zone()),
                type,
                priced.capacity(),
                amount.anHour(),
                availability,
                SOURCE)
            .pricedAt(priced.at()));
  }

  private Priced onDemand(String type) throws ProviderException {
    try {
      Dated<PriceList.Amount> price = prices.onDemand(region, type);
      return new Priced(CapacityType.ON_DEMAND, Optional.of(price.value()), price.at(), "");
    } catch (ProviderException e) {
      return unpriced(CapacityType.ON_DEMAND, e);
    }
  }

  private Priced spot(String type, String zone) throws ProviderException {
    try {
      Dated<Map<String, PriceList.Sample>> samples = prices.spot(region, type);
      Optional<PriceList.Amount> amount =
          Optional.ofNullable(samples.value().get(zone)).map(PriceList.Sample::amount);
      return new Priced(
          CapacityType.SPOT, amount, samples.at(), "there is no spot price of this zone");
    } catch (ProviderException e) {
      return unpriced(CapacityType.SPOT, e);
    }
  }

  /** A type that is not priced here leaves the others; any other failure is about the region. */
  private Priced unpriced(CapacityType capacity, ProviderException failure)
      throws ProviderException {
    if (failure.fault() != Fault.UNEXPECTED) {
      throw failure;
    }
    return new Priced(
        capacity, Optional.empty(), book.observedAt(), String.valueOf(failure.getMessage()));
  }

  private static String label(Stock.Row row, CapacityType capacity) {
    return "%s %s %s".formatted(row.zone(), row.type(), capacity.wireName());
  }

  /**
   * A price, or why there is none.
   *
   * @param at when it was read
   */
  private record Priced(
      CapacityType capacity, Optional<PriceList.Amount> amount, Instant at, String detail) {}
}
