/** Live carbon feeds, a package each; here is what they share. */
@NullMarked
package io.tradewind.adapters.carbonlive;

import org.jspecify.annotations.NullMarked;
