/** Tests, and the naive matcher that the real one is compared with. */
@NullMarked
package io.tradewind.matcher;

import org.jspecify.annotations.NullMarked;
