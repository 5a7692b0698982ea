/** Tencent Cloud's machines with accelerators, prices and stock, read with an account's key. */
@NullMarked
package io.tradewind.adapters.tencent;

import org.jspecify.annotations.NullMarked;
