/** Great Britain's grid, as its system operator publishes it. */
@NullMarked
package io.tradewind.adapters.carbonlive.gb;

import org.jspecify.annotations.NullMarked;
