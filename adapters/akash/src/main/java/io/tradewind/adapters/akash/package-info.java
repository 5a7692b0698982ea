/** Akash Network's public accelerator prices and free capacity, without an account. */
@NullMarked
package io.tradewind.adapters.akash;

import org.jspecify.annotations.NullMarked;
