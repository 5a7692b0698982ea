/** Measured round trips: a bundled table, and a matrix from a file or address. */
@NullMarked
package io.tradewind.adapters.latency;

import org.jspecify.annotations.NullMarked;
