/** Hot Aisle's AMD machines that can be had now, read with an API key. */
@NullMarked
package io.tradewind.adapters.hotaisle;

import org.jspecify.annotations.NullMarked;
