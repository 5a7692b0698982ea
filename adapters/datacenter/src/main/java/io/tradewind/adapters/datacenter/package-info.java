/**
 * Idle datacentres as a provider: every enrolled site sells what its agents discovered. How agent
 * and broker talk stands in {@code io.tradewind.api.agent}.
 */
@NullMarked
package io.tradewind.adapters.datacenter;

import org.jspecify.annotations.NullMarked;
