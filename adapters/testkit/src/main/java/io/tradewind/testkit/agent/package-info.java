/**
 * Both sides of the agent protocol, for tests: a {@link io.tradewind.testkit.agent.FakeBroker} to
 * test agents against, and {@link io.tradewind.testkit.agent.AgentProtocolConformance} to test
 * brokers with.
 */
@NullMarked
package io.tradewind.testkit.agent;

import org.jspecify.annotations.NullMarked;
