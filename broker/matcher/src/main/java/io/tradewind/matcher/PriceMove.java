package io.tradewind.matcher;

import io.tradewind.api.OfferId;
import io.tradewind.pricing.HourlyRate;
import java.time.Instant;

/** A feed tells of a new price of an offer that it lists. */
public record PriceMove(OfferId offer, HourlyRate price, Instant observedAt) {}
