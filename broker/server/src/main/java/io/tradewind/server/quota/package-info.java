/**
 * How many accelerators may be leased at once: of one model in all its forms or of all together, by
 * an organization, one of its projects, one of its users, or each of its users.
 *
 * <p>What is used is what the open leases say, never a counter that could drift. Whoever writes a
 * lease locks the quotas that it falls under, in the order of their ids, counts, and writes in the
 * same transaction: any number of brokers may do it at once. A lowered quota ends nothing that
 * runs.
 */
@NullMarked
package io.tradewind.server.quota;

import org.jspecify.annotations.NullMarked;
