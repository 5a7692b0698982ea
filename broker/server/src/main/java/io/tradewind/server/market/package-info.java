/**
 * The market as everybody reads it: one immutable snapshot, never locked, and the REST resources
 * that show it.
 */
@NullMarked
package io.tradewind.server.market;

import org.jspecify.annotations.NullMarked;
