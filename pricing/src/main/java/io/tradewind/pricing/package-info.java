/**
 * What a placement costs, in money and in carbon: pure functions over values, with no dependency,
 * no clock and no randomness.
 *
 * <p>Money is exact ({@link io.tradewind.pricing.Money}). Physical quantities are doubles in
 * records that name their unit; every figure that enters a carbon estimate brings its source, and a
 * grid figure its {@link io.tradewind.pricing.CarbonBasis}.
 */
package io.tradewind.pricing;
