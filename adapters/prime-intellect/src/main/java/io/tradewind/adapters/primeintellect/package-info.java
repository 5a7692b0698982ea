/** What many clouds sell through Prime Intellect, read with an API key. */
@NullMarked
package io.tradewind.adapters.primeintellect;

import org.jspecify.annotations.NullMarked;
