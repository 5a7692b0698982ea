/**
 * Leases: the contract, its legal changes, and the engine that moves them along. Begin with {@link
 * io.tradewind.server.lease.LeaseState}, then {@code LeaseSteps}.
 */
@NullMarked
package io.tradewind.server.lease;

import org.jspecify.annotations.NullMarked;
