/** What launches teach, tried in small and on traces. */
@org.jspecify.annotations.NullMarked
package io.tradewind.matcher.memory;
