/**
 * Many workloads placed at once on the market, each at its landed cost, with a proof of how good
 * that is. Begin with {@link io.tradewind.matcher.plan.Planner}.
 */
@NullMarked
package io.tradewind.matcher.plan;

import org.jspecify.annotations.NullMarked;
