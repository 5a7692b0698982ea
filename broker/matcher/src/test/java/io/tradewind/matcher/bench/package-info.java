/** The benchmark: the matcher beside a naive stream, on the same offers and requests. */
@NullMarked
package io.tradewind.matcher.bench;

import org.jspecify.annotations.NullMarked;
