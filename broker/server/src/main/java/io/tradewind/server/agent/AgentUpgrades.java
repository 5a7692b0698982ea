package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.server.event.EventEntity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Which program agents of sites are to run. They stay with their own until they are asked; then
 * each goes on with what the broker that it speaks with carries.
 */
@ApplicationScoped
public class AgentUpgrades {
  private static final int SHORTEST = 7;

  private final CarriedProgram carried;

  AgentUpgrades(CarriedProgram carried) {
    this.carried = carried;
  }

  /** What agents are asked to run; empty in a build that carries none. */
  public Optional<String> wanted() {
    return carried.sha256();
  }

  /**
   * Asks agents of a site; those that run it already, and those that cannot upgrade, are left out.
   *
   * @param agents empty for all
   */
  public Uni<List<AgentEntity>> ask(
      Mutiny.Session session, UUID site, Collection<UUID> agents, String program, Instant now) {
    return session
        .createQuery(
            "from AgentEntity where site = :site and revokedAt is null and program is not null and"
                + " program <> :program order by enrolledAt",
            AgentEntity.class)
        .setParameter("site", site)
        .setParameter("program", program)
        .getResultList()
        .map(
            found ->
                found.stream().filter(it -> agents.isEmpty() || agents.contains(it.id)).toList())
        .invoke(
            asked ->
                asked.forEach(
                    agent -> {
                      agent.upgradeAskedAt = now;
                      agent.upgradeProgram = program;
                      agent.upgradeFault = null;
                    }));
  }

  /**
   * Takes what a heartbeat tells of the program.
   *
   * @return what it is to go on with; empty to stay with its own
   */
  Uni<Optional<String>> heard(
      Mutiny.Session session, AgentEntity agent, Heartbeat.@Nullable Program told, Instant now) {
    if (told == null || agent.site == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    agent.version = told.version();
    agent.program = told.sha256();
    Optional<String> wanted = Optional.ofNullable(agent.upgradeProgram);
    if (wanted.isEmpty() || told.sha256() == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    boolean done = wanted.get().equals(told.sha256());
    boolean failed = wanted.get().equals(told.failed());
    if (!done && !failed) {
      // While brokers are replaced, those of another version carry another program.
      return Uni.createFrom().item(wanted.filter(it -> carried.sha256().equals(Optional.of(it))));
    }
    agent.upgradeAskedAt = null;
    agent.upgradeProgram = null;
    agent.upgradeFault = failed ? String.valueOf(told.reason()) : null;
    String words =
        failed
            ? "Machine %s stays with its program: %s".formatted(agent.id, agent.upgradeFault)
            : "Machine %s runs %s now.".formatted(agent.id, name(agent.version, agent.program));
    return tell(session, agent, failed ? "site.upgrade_failed" : "site.upgraded", words, now)
        .replaceWith(Optional.empty());
  }

  /** A version for people: the same number may be built more than once. */
  public static String name(String version, @Nullable String program) {
    return program == null ? version : version + "+" + program.substring(0, SHORTEST);
  }

  private static Uni<Void> tell(
      Mutiny.Session session, AgentEntity agent, String type, String words, Instant now) {
    return session
        .find(SiteEntity.class, agent.site)
        .chain(
            site ->
                session.persist(
                    new EventEntity(
                        now,
                        site.organization,
                        null,
                        null,
                        type,
                        "agent",
                        "%s: %s".formatted(site.name, words))));
  }
}
