package io.tradewind.matcher;

/**
 * Time to a place and back.
 *
 * @param estimated false only for a measurement
 * @param from whose round trip it is, such as {@code users in DE}
 * @param source of the measurement, or how it was reckoned
 */
public record RoundTrip(double milliseconds, boolean estimated, String from, String source) {}
