/** Denmark's two price areas, as Energinet publishes them. */
@NullMarked
package io.tradewind.adapters.carbonlive.denmark;

import org.jspecify.annotations.NullMarked;
