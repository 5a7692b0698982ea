@NullMarked
package io.tradewind.matcher.grammar;

import org.jspecify.annotations.NullMarked;
