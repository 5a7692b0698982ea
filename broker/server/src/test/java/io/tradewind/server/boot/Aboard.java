package io.tradewind.server.boot;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of machines need the agent, which is packaged before the broker. */
public final class Aboard {
  private Aboard() {}

  public static void needsTheAgent() {
    assumeTrue(
        new AgentProgram().content().isPresent(),
        "The agent is not packaged yet; mvn verify packages it.");
  }
}
