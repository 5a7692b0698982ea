package io.tradewind.api;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where a region is.
 *
 * @param country ISO 3166 alpha-2
 * @param powerUsageEffectiveness annual, where the operator publishes one
 * @param exact false when only the country is known and the point is its centre
 */
public record Place(
    String city,
    String country,
    GeoPoint point,
    GridZone gridZone,
    OptionalDouble powerUsageEffectiveness,
    Optional<String> powerUsageSource,
    boolean exact) {}
