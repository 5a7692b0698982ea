/**
 * Spot capacity with a deadline, as a pure policy: what is seen of the pools in, the next move out.
 * Begin with {@link io.tradewind.matcher.spot.SpotPolicy}.
 */
@NullMarked
package io.tradewind.matcher.spot;

import org.jspecify.annotations.NullMarked;
