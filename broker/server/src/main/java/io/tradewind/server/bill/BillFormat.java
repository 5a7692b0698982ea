package io.tradewind.server.bill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tradewind.server.bill.BillRow.FaultException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose bill it is, and what its columns are called. Each names the columns by which a line is
 * known: all that say what was used, when and by whom, and none that a later version of the same
 * bill fills in.
 */
enum BillFormat {
  /**
   * AWS Cost and Usage Report, at resource granularity. What is paid in cash is {@code
   * line_item_unblended_cost}; the id of a line item is of one delivery alone, so it says nothing.
   */
  AWS(
      "bill_payer_account_id",
      "bill_billing_period_start_date",
      "line_item_usage_account_id",
      "line_item_usage_start_date",
      "line_item_usage_end_date",
      "line_item_line_item_type",
      "line_item_product_code",
      "line_item_usage_type",
      "line_item_operation",
      "line_item_availability_zone",
      "line_item_resource_id",
      "line_item_line_item_description",
      "line_item_currency_code",
      "pricing_term",
      "reservation_reservation_a_r_n",
      "savings_plan_savings_plan_a_r_n",
      "resource_tags") {
    @Override
    BillLine line(BillRow row, LeaseTags tags, ObjectReader json) {
      String resource = row.text("line_item_resource_id").orElse("");
      return new BillLine(
          row.line(),
          row.digest(knownBy()),
          tags.find(row, resource),
          cut(resource),
          cut(row.text("line_item_line_item_type").orElse("Usage")),
          cut(row.text("line_item_line_item_description", "line_item_usage_type").orElse("")),
          row.instant("line_item_usage_start_date"),
          row.instant("line_item_usage_end_date", "line_item_usage_start_date"),
          row.amount("line_item_unblended_cost"),
          row.currency("line_item_currency_code"));
    }
  },

  /** The detailed export to BigQuery. Credits are in a list beside the cost, and below nothing. */
  GCP(
      "billing_account_id",
      "invoice.month",
      "service.id",
      "service.description",
      "sku.id",
      "sku.description",
      "usage_start_time",
      "usage_end_time",
      "project.id",
      "location.region",
      "location.zone",
      "resource.name",
      "resource.global_name",
      "cost_type",
      "currency",
      "labels") {
    @Override
    BillLine line(BillRow row, LeaseTags tags, ObjectReader json) {
      String resource = row.text("resource.name", "resource.global_name").orElse("");
      String everything = resource + " " + row.text("resource.global_name").orElse("");
      return new BillLine(
          row.line(),
          row.digest(knownBy()),
          tags.find(row, everything),
          cut(resource),
          cut(row.text("cost_type").orElse("regular")),
          cut(row.text("sku.description", "service.description").orElse("")),
          row.instant("usage_start_time"),
          row.instant("usage_end_time", "usage_start_time"),
          row.amount("cost").add(credits(row, json)),
          row.currency("currency"));
    }
  },

  /** Cost and usage details, of every kind of agreement; a line is of a day. */
  AZURE(
      "BillingAccountId",
      "BillingProfileId",
      "BillingPeriodStartDate",
      "SubscriptionId",
      "SubscriptionGuid",
      "Date",
      "UsageDateTime",
      "ResourceId",
      "InstanceId",
      "MeterId",
      "MeterName",
      "ProductName",
      "ChargeType",
      "PricingModel",
      "BillingCurrency",
      "BillingCurrencyCode",
      "InvoiceSectionName",
      "Tags") {
    @Override
    BillLine line(BillRow row, LeaseTags tags, ObjectReader json) {
      String resource = row.text("ResourceId", "InstanceId", "InstanceName").orElse("");
      LocalDate day = row.day("Date", "UsageDateTime");
      return new BillLine(
          row.line(),
          row.digest(knownBy()),
          tags.find(row, resource),
          cut(resource),
          cut(row.text("ChargeType").orElse("Usage")),
          cut(row.text("ProductName", "MeterName").orElse("")),
          BillRow.start(day),
          BillRow.start(day.plusDays(1)),
          row.amount("CostInBillingCurrency", "PreTaxCost", "Cost"),
          row.currency("BillingCurrency", "BillingCurrencyCode", "Currency"));
    }
  };

  private static final int LONGEST = 500;

  private final List<String> knownBy;

  BillFormat(String... knownBy) {
    this.knownBy = Arrays.stream(knownBy).map(BillRow::plain).toList();
  }

  /**
   * @throws FaultException for a row that cannot be taken
   */
  abstract BillLine line(BillRow row, LeaseTags tags, ObjectReader json);

  List<String> knownBy() {
    return knownBy;
  }

  /** As its leases name the provider. */
  String provider() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<BillFormat> named(String name) {
    return Arrays.stream(values()).filter(it -> it.provider().equals(name)).findFirst();
  }

  private static BigDecimal credits(BillRow row, ObjectReader json) {
    Optional<String> text = row.text("credits");
    if (text.isEmpty()) {
      return BigDecimal.ZERO;
    }
    try {
      BigDecimal sum = BigDecimal.ZERO;
      for (JsonNode credit : json.readTree(text.get())) {
        sum = sum.add(BillRow.decimal("credits.amount", credit.path("amount").asText()));
      }
      return sum;
    } catch (JsonProcessingException e) {
      throw new FaultException("credits is no JSON.");
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
