/**
 * Workload and market in, explained placement out. No clock, no randomness, no input or output: the
 * same arguments always give the same answer.
 */
@NullMarked
package io.tradewind.matcher;

import org.jspecify.annotations.NullMarked;
