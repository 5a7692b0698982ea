/** Alibaba Cloud's machines with accelerators, prices and stock, read with an access key. */
@NullMarked
package io.tradewind.adapters.alibaba;

import org.jspecify.annotations.NullMarked;
