/** The reference provider: offers and machines in memory, and faults on request. */
@NullMarked
package io.tradewind.adapters.sim;

import org.jspecify.annotations.NullMarked;
