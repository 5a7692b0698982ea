/**
 * Requests for quotes. An order names the conditions of a workload, how many are wanted, for how
 * long, and until when bids count. Every site that has machines answers at once by its operator's
 * {@link io.tradewind.server.order.BidRule rule}: with a bid, or with why it bids nothing ({@link
 * io.tradewind.server.order.Bidding}). The matcher ranks bids and the offers of everybody else in
 * one order.
 *
 * <p>Nothing is held while bids stand. Whoever accepts one takes the room under the lock of the
 * site's row, in the transaction that writes the leases: of two that want the last of it one is
 * told that it is gone. The leases keep the bid's price, whatever the site asks of others by then.
 */
@NullMarked
package io.tradewind.server.order;

import org.jspecify.annotations.NullMarked;
