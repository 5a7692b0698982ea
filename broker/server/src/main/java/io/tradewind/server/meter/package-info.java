/** Metered time, what it cost and what it emitted. */
@NullMarked
package io.tradewind.server.meter;

import org.jspecify.annotations.NullMarked;
