package io.tradewind.api;

import io.tradewind.pricing.BillingTerms;
import io.tradewind.pricing.EgressTariff;
import io.tradewind.pricing.Money;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a seller charges beside the machine, from its public price pages.
 *
 * @param billing minimum billed time and increment
 * @param diskPerGigabyteMonth general-purpose block storage
 * @param egressOut to the internet and to other sellers; monthly free allowances are left out
 * @param egressBetweenRegions from one of its regions to another
 * @param egressByWay where it depends on the continents of both ends
 * @param year of the price page
 * @param assumed true when the seller's own terms are not known and the table's default stands in
 */
public record ProviderTerms(
    ProviderId provider,
    BillingTerms billing,
    Money diskPerGigabyteMonth,
    EgressTariff egressOut,
    EgressTariff egressBetweenRegions,
    EgressRates egressByWay,
    String source,
    int year,
    boolean assumed) {
  private static final String DEFAULT_ROW = "default";
  private static final Map<ProviderId, ProviderTerms> BUNDLED = load();
  private static final ProviderTerms ASSUMED = defaultRow();

  /** By seller, from the table that ships with this module. */
  public static Map<ProviderId, ProviderTerms> bundled() {
    return BUNDLED;
  }

  /** For a seller that is not in the table: the default row, flagged as an assumption. */
  public static ProviderTerms assumedFor(ProviderId provider) {
    ProviderTerms row = ASSUMED;
    return new ProviderTerms(
        provider,
        row.billing,
        row.diskPerGigabyteMonth,
        row.egressOut,
        row.egressBetweenRegions,
        row.egressByWay,
        row.source,
        row.year,
        true);
  }

  /**
   * What this seller charges for data that it sends.
   *
   * @param from the continent that it leaves; empty where nobody knows
   * @param to the continent that it goes to; empty where nobody knows
   * @param sameSeller whether it stays with this seller
   */
  public EgressTariff egress(Optional<String> from, Optional<String> to, boolean sameSeller) {
    return egressByWay
        .between(from, to, sameSeller)
        .orElse(sameSeller ? egressBetweenRegions : egressOut);
  }

  private static Map<ProviderId, ProviderTerms> load() {
    Map<ProviderId, ProviderTerms> terms = new TreeMap<>();
    for (Csv.Row row : Csv.bundled("provider-terms.csv")) {
      ProviderTerms read = read(row);
      terms.put(read.provider(), read);
    }
    return Collections.unmodifiableMap(terms);
  }

  private static ProviderTerms defaultRow() {
    ProviderTerms row = BUNDLED.get(ProviderId.of(DEFAULT_ROW));
    if (row == null) {
      throw new IllegalStateException("provider-terms.csv has no row named default.");
    }
    return row;
  }

  private static ProviderTerms read(Csv.Row row) {
    return new ProviderTerms(
        ProviderId.of(row.text("provider")),
        new BillingTerms(seconds(row, "minimum_seconds"), seconds(row, "increment_seconds")),
        Money.usd(row.text("disk_usd_gb_month")),
        tariff(row.text("egress_out_usd_gb")),
        tariff(row.text("egress_between_regions_usd_gb")),
        EgressRates.of(ProviderId.of(row.text("provider"))),
        row.text("source"),
        (int) row.number("year"),
        row.text("provider").equals(DEFAULT_ROW));
  }

  private static Duration seconds(Csv.Row row, String column) {
    return Duration.ofSeconds((long) row.number(column));
  }

  /**
   * Reads {@code 10240:0.09;51200:0.085;0.07}: up to so many GB at so much, the last without end.
   */
  static EgressTariff tariff(String text) {
    List<EgressTariff.Tier> tiers = new ArrayList<>();
    for (String part : text.split(";")) {
      int colon = part.indexOf(':');
      long end = colon < 0 ? EgressTariff.Tier.NO_END : Long.parseLong(part.substring(0, colon));
      tiers.add(new EgressTariff.Tier(end, Money.usd(part.substring(colon + 1))));
    }
    return new EgressTariff(tiers);
  }
}
