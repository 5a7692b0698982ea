package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Accelerators;
import io.tradewind.api.Architecture;
import io.tradewind.api.Memory;
import io.tradewind.api.Runs;
import io.tradewind.api.SiteMachine;
import io.tradewind.api.agent.Pulse;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The machines of sites, with what leases hold of them. */
record SiteMachines(Map<UUID, List<AgentEntity>> agents, Map<UUID, Used> used) {
  /** What open assignments hold of one machine. */
  record Used(double vcpus, long memoryMib, int accelerators, double watts) {
    static final Used NOTHING = new Used(0, 0, 0, 0);
  }

  static Uni<SiteMachines> of(Mutiny.Session session, Collection<UUID> sites) {
    return session
        .createQuery(
            "from AgentEntity where site in :sites and revokedAt is null and inventory is not null"
                + " order by enrolledAt, id",
            AgentEntity.class)
        .setParameter("sites", sites)
        .getResultList()
        .chain(agents -> used(session, sites).map(used -> new SiteMachines(bySite(agents), used)));
  }

  private static Map<UUID, List<AgentEntity>> bySite(List<AgentEntity> agents) {
    Map<UUID, List<AgentEntity>> bySite = new HashMap<>();
    agents.forEach(
        agent ->
            bySite.computeIfAbsent(agent.place(), any -> new java.util.ArrayList<>()).add(agent));
    return bySite;
  }

  private static Uni<Map<UUID, Used>> used(Mutiny.Session session, Collection<UUID> sites) {
    return session
        .createQuery(
            "select b.agent, sum(b.vcpus), sum(b.memoryMib), sum(b.accelerators), sum(b.watts)"
                + " from AssignmentEntity b where b.site in :sites and b.state <> 'terminated'"
                + " and b.agent is not null group by b.agent",
            Object[].class)
        .setParameter("sites", sites)
        .getResultList()
        .map(
            rows -> {
              Map<UUID, Used> used = new HashMap<>();
              rows.forEach(row -> used.put((UUID) row[0], used(row)));
              return used;
            });
  }

  private static Used used(Object[] row) {
    return new Used(
        ((Number) row[1]).doubleValue(),
        ((Number) row[2]).longValue(),
        ((Number) row[3]).intValue(),
        ((Number) row[4]).doubleValue());
  }

  /** All of a site's, the silent ones included. */
  List<SiteMachine> of(UUID site, Closures closures, Instant now) {
    return agents.getOrDefault(site, List.of()).stream()
        .map(agent -> machine(agent, !closures.holds(agent), now))
        .toList();
  }

  /** What leases draw on a site, by the rated power of their shares. */
  double watts(UUID site) {
    return agents.getOrDefault(site, List.of()).stream()
        .mapToDouble(agent -> used.getOrDefault(agent.id, Used.NOTHING).watts())
        .sum();
  }

  private SiteMachine machine(AgentEntity agent, boolean open, Instant now) {
    Used taken = used.getOrDefault(agent.id, Used.NOTHING);
    int vcpus = agent.vcpus == null ? 0 : agent.vcpus;
    long memory = agent.memoryMib == null ? 0 : agent.memoryMib;
    Set<Runs> runs = AgentExecutors.of(agent);
    Optional<AcceleratorSet> set = set(agent.accelerator, agent.accelerators);
    return new SiteMachine(
        agent.id.toString(),
        Architecture.parse(String.valueOf(agent.architecture)).orElse(Architecture.X86_64),
        set,
        vcpus,
        new Memory(memory),
        agent.accelerators - (double) taken.accelerators(),
        Math.max(0, vcpus - taken.vcpus()),
        new Memory(Math.max(0, memory - taken.memoryMib())),
        open && !runs.isEmpty() && isAlive(agent, now),
        ClusterNodes.of(agent),
        // One that runs nothing is listed as the usual machine, and not to be had.
        runs.isEmpty() ? Set.of(Runs.PROCESSES) : runs);
  }

  private static Optional<AcceleratorSet> set(@Nullable String model, int count) {
    return Optional.ofNullable(model)
        .filter(name -> count > 0)
        .flatMap(Accelerators.bundled()::resolve)
        .map(set -> AcceleratorSet.of(set.model(), count));
  }

  static boolean isAlive(AgentEntity agent, Instant now) {
    return agent.lastHeartbeat != null
        && Pulse.of(agent.lastHeartbeat, Pulse.INTERVAL, now) == Pulse.ALIVE;
  }
}
