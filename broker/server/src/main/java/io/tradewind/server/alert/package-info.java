/**
 * Wishes for a price. Whenever the market has changed every wish is matched again; one whose price
 * has fallen below its threshold fires once, as an event and to its webhook, and waits for the
 * price to rise again.
 */
@NullMarked
package io.tradewind.server.alert;

import org.jspecify.annotations.NullMarked;
