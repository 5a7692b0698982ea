package io.tradewind.adapters.azure;

import io.tradewind.api.CapacityType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.Source;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.rest.Json;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an item of the price list says of renting a Linux machine by the hour.
 *
 * @param size as the list spells it
 * @param since when the price came into force
 */
record RetailItem(String size, CapacityType capacity, HourlyRate price, Optional<Instant> since) {
  private static final URI PAGE =
      URI.create("https://azure.microsoft.com/en-us/pricing/details/virtual-machines/linux/");

  /** Other operating systems, other services, and machines that are not sold one by one. */
  private static final List<String> OTHER_PRODUCTS =
      List.of("windows", "cloud services", "cloudservices", "dedicated", "promo");

  /** Low priority is Batch's; a promotion is not for everybody, nor for long. */
  private static final List<String> OTHER_METERS = List.of("low priority", "dedicated", "promo");

  /** For a person who looks for the row. */
  static String label(Json item) {
    return item.label("armSkuName", "armRegionName", "meterName", "productName");
  }

  /**
   * Empty where the item is about something else.
   *
   * @param isWanted of a size's name
   */
  static Optional<RetailItem> of(Json item, String region, Predicate<String> isWanted, Instant now)
      throws RefusedRow {
    Optional<String> size = item.optionalText("armSkuName").filter(isWanted);
    if (size.isEmpty() || !isSoldByTheHour(item) || !isInForce(item, now)) {
      return Optional.empty();
    }
    requireWhatWasAskedFor(item, region);
    return Optional.of(
        new RetailItem(
            size.get(),
            capacity(item),
            Prices.usd(item.optionalNumber("retailPrice")),
            since(item)));
  }

  Source source() {
    return new Source("Azure Retail Prices", Optional.of(PAGE), Source.Term.LIVE, since);
  }

  /** A reservation's price is for the whole term, and a developer's is not everybody's. */
  private static boolean isSoldByTheHour(Json item) throws RefusedRow {
    return item.text("type").equals("Consumption")
        && !item.has("reservationTerm")
        && !item.text("armSkuName").endsWith("_Promo")
        && !names(item.text("productName"), OTHER_PRODUCTS)
        && !names(item.text("skuName"), OTHER_METERS)
        && !names(item.text("meterName"), OTHER_METERS);
  }

  private static boolean isInForce(Json item, Instant now) throws RefusedRow {
    return since(item).stream().noneMatch(now::isBefore)
        && instant(item, "effectiveEndDate").stream().noneMatch(end -> !now.isBefore(end));
  }

  private static boolean names(String text, List<String> parts) {
    String lower = text.toLowerCase(Locale.ROOT);
    return parts.stream().anyMatch(lower::contains);
  }

  private static void requireWhatWasAskedFor(Json item, String region) throws RefusedRow {
    String said = item.text("armRegionName").toLowerCase(Locale.ROOT);
    if (!said.equals(region)) {
      throw new RefusedRow(
          Reason.UNKNOWN_REGION, "the item is of %s, asked was %s".formatted(said, region));
    }
    if (!item.text("unitOfMeasure").equals("1 Hour")) {
      throw RefusedRow.malformed(
          "the unit is %s; expected 1 Hour".formatted(item.text("unitOfMeasure")));
    }
    if (!item.text("currencyCode").equals("USD")) {
      throw RefusedRow.malformed(
          "the currency is %s; asked was USD".formatted(item.text("currencyCode")));
    }
  }

  private static CapacityType capacity(Json item) throws RefusedRow {
    boolean isSpot =
        item.text("skuName").endsWith(" Spot") || item.text("meterName").endsWith(" Spot");
    return isSpot ? CapacityType.SPOT : CapacityType.ON_DEMAND;
  }

  private static Optional<Instant> since(Json item) throws RefusedRow {
    return instant(item, "effectiveStartDate");
  }

  private static Optional<Instant> instant(Json item, String field) throws RefusedRow {
    Optional<String> text = item.optionalText(field);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw RefusedRow.malformed("%s is %s; expected a date".formatted(field, text.orElse("")));
    }
  }
}
