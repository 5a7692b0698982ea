/** Hyperstack's machines, prices and stock, read with an API key. */
@NullMarked
package io.tradewind.adapters.hyperstack;

import org.jspecify.annotations.NullMarked;
