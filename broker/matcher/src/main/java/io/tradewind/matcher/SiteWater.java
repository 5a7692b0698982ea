package io.tradewind.matcher;

import io.tradewind.api.ProviderId;
import io.tradewind.pricing.WaterUse;
import java.util.Map;
import java.util.Optional;

/** What sellers publish of the water that their sites use, fleet-wide. */
final class SiteWater {
  private static final Map<String, WaterUse> PUBLISHED =
      Map.of(
          "aws", new WaterUse(0.15, "Amazon Sustainability Report, mean of all its sites"),
          "azure", new WaterUse(0.27, "Microsoft, mean of its owned sites, fiscal year 2025"));

  private SiteWater() {}

  /** Empty where nothing is published: nobody is given another's figure. */
  static Optional<WaterUse> of(ProviderId seller) {
    return Optional.ofNullable(PUBLISHED.get(seller.value()));
  }
}
