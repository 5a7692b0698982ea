/** Forecasts and the hour to start, on curves that are drawn here. */
@org.jspecify.annotations.NullMarked
package io.tradewind.matcher.shift;
