/** A Carbon Aware SDK Web API that the operator runs. */
@NullMarked
package io.tradewind.adapters.carbonlive.carbonaware;

import org.jspecify.annotations.NullMarked;
