/** Lambda Cloud's machines, prices and free capacity, read with an API key. */
@NullMarked
package io.tradewind.adapters.lambda;

import org.jspecify.annotations.NullMarked;
