/**
 * What the operator of a site asks for its capacity, as a function of time, energy and carbon. The
 * broker previews with it what the adapter makes offers of.
 */
@NullMarked
package io.tradewind.api.site;

import org.jspecify.annotations.NullMarked;
