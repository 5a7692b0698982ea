/**
 * Many workloads against offers that have limited room, with a proof of how good the plan is. Begin
 * with {@link io.tradewind.matcher.batch.BatchSolver}.
 */
@NullMarked
package io.tradewind.matcher.batch;

import org.jspecify.annotations.NullMarked;
