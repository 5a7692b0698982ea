package io.tradewind.server.agent;

import java.util.Set;
import java.util.UUID;

/** What is kept back from sale now: whole sites, or machines of them. */
public record Closures(Set<UUID> sites, Set<UUID> agents) {
  public static final Closures NONE = new Closures(Set.of(), Set.of());

  public Closures {
    sites = Set.copyOf(sites);
    agents = Set.copyOf(agents);
  }

  boolean holds(AgentEntity agent) {
    return agents.contains(agent.id) || sites.contains(agent.place());
  }
}
