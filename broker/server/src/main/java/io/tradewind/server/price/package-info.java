/**
 * What offers have cost. Every change of a price is appended to the database, written in bulk after
 * the market has changed, so that the market never waits for it.
 */
@NullMarked
package io.tradewind.server.price;

import org.jspecify.annotations.NullMarked;
