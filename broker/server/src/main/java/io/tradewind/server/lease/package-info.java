/**
 * Leases: the contract, its legal changes, and the engine that moves them along. Begin with {@link
 * io.tradewind.server.lease.LeaseState}, then {@code LeaseSteps}.
 *
 * <p>Several leases of one workload: {@code Gangs} (nodes that begin and end together), {@code
 * Hedges} and {@code Races} (a second start beside a doubtful first), {@code Releases} (when an
 * agent is given its work). {@code SpotChoices} says where a task with a deadline goes next, {@code
 * Idleness} when nobody uses it. The reasons: {@code infra/decisions/0013}.
 */
@NullMarked
package io.tradewind.server.lease;

import org.jspecify.annotations.NullMarked;
