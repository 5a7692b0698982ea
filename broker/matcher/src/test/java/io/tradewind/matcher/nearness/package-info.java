/** Round trips: made up, measured, and left out. */
@org.jspecify.annotations.NullMarked
package io.tradewind.matcher.nearness;
