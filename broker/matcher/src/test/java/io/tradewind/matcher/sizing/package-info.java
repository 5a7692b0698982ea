@NullMarked
package io.tradewind.matcher.sizing;

import org.jspecify.annotations.NullMarked;
