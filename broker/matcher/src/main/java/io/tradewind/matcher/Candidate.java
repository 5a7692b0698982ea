package io.tradewind.matcher;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.pricing.CarbonEstimate;
import io.tradewind.pricing.HourlyRate;
import io.tradewind.pricing.LandedCost;
import io.tradewind.pricing.Money;
import java.util.Optional;

/**
 * An offer that would do, reckoned through.
 *
 * @param feed who tells of it
 * @param leasable whether a lease can be started through that feed
 * @param landed of the whole run on all nodes
 * @param ranked what it was compared by: the landed total, or the price of an hour for {@code cost:
 *     list}
 * @param pricePerHour of all nodes
 * @param carbon of the whole run on all nodes; empty when no grid figure is known
 * @param roundTrip empty when neither users nor data say from where
 * @param why one sentence
 */
public record Candidate(
    Offer offer,
    ProviderId feed,
    boolean leasable,
    int nodes,
    RunTime run,
    LandedCost landed,
    Money ranked,
    HourlyRate pricePerHour,
    Optional<CarbonEstimate> carbon,
    Optional<RoundTrip> roundTrip,
    String why) {}
