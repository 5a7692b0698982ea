package io.tradewind.adapters.azureretail;

import io.tradewind.api.Availability;
import io.tradewind.api.CapacityType;
import io.tradewind.api.InstanceType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Region;
import io.tradewind.api.Source;
import io.tradewind.rest.Json;
import io.tradewind.rest.Listed;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.Prices;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.ShapeTable;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an item of the price list means, and which items are not about renting a Linux machine. */
final class RetailRow {
  static final ProviderId AZURE = ProviderId.of("azure");

  private static final Pattern ACCELERATED = Pattern.compile("Standard_N[A-Z].*");
  private static final URI PAGE =
      URI.create("https://azure.microsoft.com/en-us/pricing/details/virtual-machines/linux/");

  /** Other operating systems, other services, and machines that are not sold one by one. */
  private static final List<String> OTHER_PRODUCTS =
      List.of("windows", "cloud services", "cloudservices", "dedicated");

  private static final List<String> OTHER_METERS = List.of("low priority", "dedicated");

  private final ShapeTable shapes = ShapeTable.beside(RetailRow.class, "gpu-shapes.csv");

  /** Adds the item's offer, if it is one. */
  void read(Json item, String region, OfferBook book) {
    book.row(
        item.label("armSkuName", "armRegionName", "meterName", "productName"),
        () -> {
          if (isWanted(item, book.observedAt())) {
            book.add(listed(item, region, book.observedAt()));
          }
        });
  }

  private static boolean isWanted(Json item, Instant now) throws RefusedRow {
    return ACCELERATED.matcher(item.optionalText("armSkuName").orElse("")).matches()
        && isPaidByUse(item)
        && isInForce(item, now)
        && !names(item.text("productName"), OTHER_PRODUCTS)
        && !names(item.text("skuName"), OTHER_METERS)
        && !names(item.text("meterName"), OTHER_METERS);
  }

  /** A reservation's price is for the whole term, and a developer's is not everybody's. */
  private static boolean isPaidByUse(Json item) throws RefusedRow {
    return item.text("type").equals("Consumption") && !item.has("reservationTerm");
  }

  private static boolean isInForce(Json item, Instant now) throws RefusedRow {
    return since(item).stream().noneMatch(now::isBefore)
        && instant(item, "effectiveEndDate").stream().noneMatch(end -> !now.isBefore(end));
  }

  private static boolean names(String text, List<String> parts) {
    String lower = text.toLowerCase(Locale.ROOT);
    return parts.stream().anyMatch(lower::contains);
  }

  private Listed listed(Json item, String region, Instant now) throws RefusedRow {
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
    return new Listed(
        new Region(AZURE, region),
        Optional.empty(),
        shape(item.text("armSkuName")),
        capacity(item),
        Prices.usd(item.optionalNumber("retailPrice")),
        Availability.unknown(now),
        new Source("Azure Retail Prices", Optional.of(PAGE), Source.Term.LIVE, since(item)));
  }

  private InstanceType shape(String sku) throws RefusedRow {
    return shapes
        .find(sku)
        .orElseThrow(
            () ->
                new RefusedRow(
                    Reason.UNKNOWN_ACCELERATOR,
                    "%s has accelerators, but is not in gpu-shapes.csv".formatted(sku)));
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
