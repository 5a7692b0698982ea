/** Nebius' machines with accelerators, prices and free capacity, read with a service account. */
@NullMarked
package io.tradewind.adapters.nebius;

import org.jspecify.annotations.NullMarked;
