/**
 * What somebody above the workload allows: an organization's policies as bounds that every offer
 * and every workload is held to, beside the workload's own wishes. {@code Fence} is all bounds
 * together; a {@code Breach} says which of them is broken, by what, and what is allowed.
 */
@NullMarked
package io.tradewind.matcher.fence;

import org.jspecify.annotations.NullMarked;
