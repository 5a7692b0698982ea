package io.tradewind.server.rate;

import io.tradewind.pricing.ExchangeRates;

/** Somebody told of newer rates, or corrected the newest. */
public record RatesTold(ExchangeRates rates) {}
