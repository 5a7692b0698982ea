/** European generation by fuel, from the ENTSO-E transparency platform, with a token. */
@NullMarked
package io.tradewind.adapters.carbonlive.entsoe;

import org.jspecify.annotations.NullMarked;
