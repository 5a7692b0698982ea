/**
 * When an offer was to be had: whether it was on the market, and what its seller said of how much
 * there is. Written behind the market, beside the prices; of public facts alone, so that nobody
 * learns of another's leases: {@code infra/decisions/0039}.
 */
@NullMarked
package io.tradewind.server.availability;

import org.jspecify.annotations.NullMarked;
