/** Shadeform's broker of many clouds, read with an API key. */
@NullMarked
package io.tradewind.adapters.shadeform;

import org.jspecify.annotations.NullMarked;
