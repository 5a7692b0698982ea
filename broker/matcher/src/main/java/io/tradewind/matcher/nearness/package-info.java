/** How long a message takes to a place and back: measured where it was, else estimated. */
@NullMarked
package io.tradewind.matcher.nearness;

import org.jspecify.annotations.NullMarked;
