/** What one currency is worth in another: the newest reference rates, and those of each day. */
@NullMarked
package io.tradewind.server.rate;

import org.jspecify.annotations.NullMarked;
