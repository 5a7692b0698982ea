/** Vultr's public plans: what it sells, where, and at what price. */
@NullMarked
package io.tradewind.adapters.vultr;

import org.jspecify.annotations.NullMarked;
