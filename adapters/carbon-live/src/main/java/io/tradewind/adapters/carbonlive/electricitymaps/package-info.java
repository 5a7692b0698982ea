/** Electricity Maps, with a token. */
@NullMarked
package io.tradewind.adapters.carbonlive.electricitymaps;

import org.jspecify.annotations.NullMarked;
