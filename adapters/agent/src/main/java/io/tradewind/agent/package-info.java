/**
 * The program that an operator, or a fresh machine, runs: it enrols, asks the broker for work, runs
 * it, and tells how it goes. Begin with {@link io.tradewind.agent.Agent}; {@link
 * io.tradewind.agent.LeaseRun} is the life of one lease.
 */
@NullMarked
package io.tradewind.agent;

import org.jspecify.annotations.NullMarked;
