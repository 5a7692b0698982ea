/** Vast.ai's marketplace of machines of many hosts, as it stands now. */
@NullMarked
package io.tradewind.adapters.vast;

import org.jspecify.annotations.NullMarked;
