/**
 * Azure: a subscription's own view of virtual machines, and the price list that is public to
 * everybody.
 */
@NullMarked
package io.tradewind.adapters.azure;

import org.jspecify.annotations.NullMarked;
