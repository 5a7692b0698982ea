/** Traces, a world to run the policy in, and what a clairvoyant would have paid. */
@org.jspecify.annotations.NullMarked
package io.tradewind.matcher.spot;
