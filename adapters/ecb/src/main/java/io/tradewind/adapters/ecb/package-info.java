/** Reference exchange rates of the European Central Bank, live and as a bundled last resort. */
@NullMarked
package io.tradewind.adapters.ecb;

import org.jspecify.annotations.NullMarked;
