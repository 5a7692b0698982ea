/**
 * Somebody says that a charge is wrong. A buyer disputes what a lease was charged in some time, a
 * seller what its payout has of it; the usage of that time is kept with the dispute as it stood
 * then. Who runs the broker decides, for all of it or a part: a buyer is given a refund, which
 * buyer and seller see on their next papers; a seller is given of what the broker had kept. The
 * decision and its entries are one transaction, and a dispute is decided once.
 */
@NullMarked
package io.tradewind.server.dispute;

import org.jspecify.annotations.NullMarked;
