/** WattTime's marginal signal, with a login. */
@NullMarked
package io.tradewind.adapters.carbonlive.watttime;

import org.jspecify.annotations.NullMarked;
