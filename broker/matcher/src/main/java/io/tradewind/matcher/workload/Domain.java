package io.tradewind.matcher.workload;

import io.tradewind.api.Region;
import java.util.Optional;

/** What fails as one. */
public enum Domain {
  /** Where a seller names no zones, its region. */
  ZONE,
  REGION,
  PROVIDER;

  /** The name of the domain of a place; the same for all places in it, and for no other. */
  public String of(Region region, Optional<String> zone) {
    return switch (this) {
      case ZONE -> zone.map(it -> region + "/" + it).orElseGet(region::toString);
      case REGION -> region.toString();
      case PROVIDER -> region.provider().value();
    };
  }
}
