package io.tradewind.matcher.nearness;

/**
 * A round trip.
 *
 * @param measured false for anything that was reckoned
 * @param source of the measurement, or how it was reckoned
 */
public record Estimate(double milliseconds, boolean measured, String source) {}
