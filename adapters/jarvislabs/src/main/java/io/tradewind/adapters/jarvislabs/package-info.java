/** Jarvis Labs' machines, prices and free accelerators, read with an API key. */
@NullMarked
package io.tradewind.adapters.jarvislabs;

import org.jspecify.annotations.NullMarked;
