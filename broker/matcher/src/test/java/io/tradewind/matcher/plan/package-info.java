@NullMarked
package io.tradewind.matcher.plan;

import org.jspecify.annotations.NullMarked;
