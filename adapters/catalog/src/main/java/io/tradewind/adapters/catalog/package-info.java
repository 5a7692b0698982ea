/** Offers from files: the bundled list prices, and CSV catalogues from a path or an address. */
@NullMarked
package io.tradewind.adapters.catalog;

import org.jspecify.annotations.NullMarked;
