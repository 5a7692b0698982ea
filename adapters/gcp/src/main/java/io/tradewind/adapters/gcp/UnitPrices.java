package io.tradewind.adapters.gcp;

import com.google.cloud.billing.v1.PricingExpression;
import com.google.cloud.billing.v1.Sku;
import com.google.type.Money;
import io.tradewind.api.CapacityType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.rest.RefusedRow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each part of a machine costs in USD an hour, by region and capacity type. Where two SKUs
 * price the same part, the dearer counts: the bill must not surprise.
 */
final class UnitPrices {
  /** Google's own month. */
  private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);

  private static final BigDecimal GIBIBYTE_IN_GIGABYTES = new BigDecimal("1.073741824");
  private static final int NANO_DIGITS = 9;

  /** The catalogue prices a v4 by eight cores, which are four chips, and the others by the chip. */
  private static final Map<String, BigDecimal> CHIPS_A_UNIT = Map.of("v4", BigDecimal.valueOf(4));

  private final Map<Key, BigDecimal> prices = new HashMap<>();
  private final Map<String, BigDecimal> seen = new HashMap<>();
  private final Set<String> regions = new TreeSet<>();

  /** Reads one SKU; what is not sold here, or not on these terms, changes nothing. */
  void add(Sku sku) throws RefusedRow {
    Optional<Part> part = SkuNames.part(sku);
    if (part.isEmpty()) {
      return;
    }
    BigDecimal price = price(sku, part.get());
    BigDecimal before = seen.putIfAbsent(sku.getSkuId(), price);
    if (before != null && before.compareTo(price) != 0) {
      throw new RefusedRow(
          Reason.DUPLICATE_ID,
          "%s is listed before at %s; this row says %s".formatted(sku.getSkuId(), before, price));
    }
    CapacityType capacity = SkuNames.capacity(sku);
    for (String region : sku.getServiceRegionsList()) {
      regions.add(region);
      prices.merge(new Key(part.get(), region, capacity), price, BigDecimal::max);
    }
  }

  Optional<BigDecimal> find(Part part, String region, CapacityType capacity) {
    return Optional.ofNullable(prices.get(new Key(part, region, capacity)));
  }

  /** Where anything is priced. */
  Set<String> regions() {
    return Set.copyOf(regions);
  }

  private static BigDecimal price(Sku sku, Part part) throws RefusedRow {
    if (sku.getPricingInfoCount() == 0) {
      throw new RefusedRow(Reason.PRICE_MISSING, "there is no price");
    }
    // In order of time; the last one holds now.
    PricingExpression pricing =
        sku.getPricingInfo(sku.getPricingInfoCount() - 1).getPricingExpression();
    BigDecimal amount = amount(pricing);
    if (amount.signum() <= 0) {
      throw new RefusedRow(
          Reason.PRICE_NOT_POSITIVE,
          "the price is %s; a missing price is no price".formatted(amount.toPlainString()));
    }
    return perHour(amount, pricing.getUsageUnit(), part);
  }

  /** The dearest tier, since a first tier may be a free allowance. */
  private static BigDecimal amount(PricingExpression pricing) throws RefusedRow {
    BigDecimal most = null;
    for (PricingExpression.TierRate tier : pricing.getTieredRatesList()) {
      Money price = tier.getUnitPrice();
      if (!price.getCurrencyCode().equals("USD")) {
        throw RefusedRow.malformed(
            "the currency is '%s'; USD was asked for".formatted(price.getCurrencyCode()));
      }
      BigDecimal amount =
          BigDecimal.valueOf(price.getUnits())
              .add(BigDecimal.valueOf(price.getNanos(), NANO_DIGITS));
      most = most == null ? amount : most.max(amount);
    }
    if (most == null) {
      throw new RefusedRow(Reason.PRICE_MISSING, "there is no rate");
    }
    return most;
  }

  private static BigDecimal perHour(BigDecimal amount, String unit, Part part) throws RefusedRow {
    return switch (part.kind()) {
      case VCPU, ACCELERATOR, MACHINE_SLICE -> require("h", unit, amount);
      case TPU_CHIP ->
          require("h", unit, amount)
              .divide(CHIPS_A_UNIT.getOrDefault(part.of(), BigDecimal.ONE), MathContext.DECIMAL64);
      case MEMORY, LOCAL_SSD -> perGibibyteHour(amount, unit);
    };
  }

  private static BigDecimal require(String expected, String unit, BigDecimal amount)
      throws RefusedRow {
    if (!unit.equals(expected)) {
      throw RefusedRow.malformed("the unit is '%s'; expected '%s'".formatted(unit, expected));
    }
    return amount;
  }

  private static BigDecimal perGibibyteHour(BigDecimal amount, String unit) throws RefusedRow {
    return switch (unit) {
      case "GiBy.h" -> amount;
      case "GBy.h" -> amount.multiply(GIBIBYTE_IN_GIGABYTES);
      case "GiBy.mo" -> amount.divide(HOURS_A_MONTH, MathContext.DECIMAL64);
      case "GBy.mo" ->
          amount.multiply(GIBIBYTE_IN_GIGABYTES).divide(HOURS_A_MONTH, MathContext.DECIMAL64);
      default ->
          throw RefusedRow.malformed(
              "the unit is '%s'; expected gibibytes or gigabytes by the hour or month"
                  .formatted(unit));
    };
  }

  private record Key(Part part, String region, CapacityType capacity) {}
}
