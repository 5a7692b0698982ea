/** Verda's instance types, prices and availability, read with client credentials. */
@NullMarked
package io.tradewind.adapters.verda;

import org.jspecify.annotations.NullMarked;
