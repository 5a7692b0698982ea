/**
 * From providers to the market. Every provider has a worker, a time limit and a schedule of its
 * own; what it tells passes the {@link io.tradewind.server.feed.Guard} before it reaches the
 * market, and what does not pass is kept, with its reason, in the quarantine. A provider that fails
 * keeps its last offers, which age.
 */
@NullMarked
package io.tradewind.server.feed;

import org.jspecify.annotations.NullMarked;
