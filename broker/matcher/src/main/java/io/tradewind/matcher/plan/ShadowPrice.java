package io.tradewind.matcher.plan;

import io.tradewind.pricing.Money;

/**
 * What one more unit of something scarce would save.
 *
 * @param name of the offer, the tenant or the site
 * @param unit {@code machine} or {@code kilowatt}
 */
public record ShadowPrice(Kind kind, String name, String unit, Money worth) {

  /** What is scarce. */
  public enum Kind {
    OFFER,
    TENANT,
    SITE;

    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
