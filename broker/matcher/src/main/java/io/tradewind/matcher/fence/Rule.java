package io.tradewind.matcher.fence;

import java.util.Locale;

/** What a policy can rule, by the names that its document has for it. */
public enum Rule {
  PROVIDERS,
  REGIONS,
  RESIDENCY,
  ACCELERATORS,
  CAPACITY,
  CERTIFICATIONS,
  MAX_PRICE_HOUR,
  MAX_PRICE_ACCELERATOR_HOUR,
  MAX_COST,
  MAX_CARBON,
  MAX_NODES,
  MAX_DURATION,
  HOURS;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
