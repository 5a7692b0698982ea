/** Batches from a seed, and every possible plan of small ones. */
@org.jspecify.annotations.NullMarked
package io.tradewind.matcher.batch;
