/** Oracle's public price list of machines with accelerators. */
@NullMarked
package io.tradewind.adapters.oracle;

import org.jspecify.annotations.NullMarked;
