package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * When machines prove again what they can do: at the beginning, then at a time that nobody can
 * foresee, while no lease is on them. A test that nobody ends is asked for again. This machine's
 * own site has nothing to prove.
 */
@ApplicationScoped
public class SelfTestSchedule {
  static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofHours(12);
  private static final int SPREAD_SECONDS = 24 * 3600;
  private static final Duration NEVER = Duration.ofDays(3650);

  private final SecureRandom random = new SecureRandom();

  /**
   * The name of the test that the agent is to run now; its row is locked by the caller's update.
   */
  Uni<Optional<String>> wanted(Mutiny.Session session, AgentEntity agent, Instant now) {
    if (agent.selfTest != null) {
      if (agent.selfTestSince != null && now.isBefore(agent.selfTestSince.plus(LONGEST))) {
        return Uni.createFrom().item(Optional.of(agent.selfTest));
      }
      end(agent, "did not come to its end", now.plus(LOOK_AGAIN));
    }
    boolean due = agent.selfTestDue == null || !now.isBefore(agent.selfTestDue);
    return due && agent.site != null && agent.inventory != null
        ? onboarded(session, agent)
            .chain(
                onboarded -> {
                  if (!onboarded) {
                    agent.selfTestDue = now.plus(NEVER);
                    return Uni.createFrom().item(Optional.<String>empty());
                  }
                  return idle(session, agent).map(idle -> begun(agent, idle, now));
                })
        : Uni.createFrom().item(Optional.empty());
  }

  private static Optional<String> begun(AgentEntity agent, boolean idle, Instant now) {
    if (!idle) {
      agent.selfTestDue = now.plus(LOOK_AGAIN);
      return Optional.empty();
    }
    String name = Hashes.randomToken("test_");
    agent.selfTest = name;
    agent.selfTestSince = now;
    agent.selfTestStep = "asked for";
    return Optional.of(name);
  }

  /** Whether a lease was on the machine while it measured itself. */
  public Uni<Boolean> isDisturbed(Mutiny.Session session, AgentEntity agent) {
    return session
        .createQuery(
            "select count(*) from AssignmentEntity where agent = :agent and (state <> 'terminated'"
                + " or since >= :since)",
            Long.class)
        .setParameter("agent", agent.id)
        .setParameter("since", agent.selfTestSince)
        .getSingleResult()
        .map(leases -> leases > 0);
  }

  /** What was measured counts for nothing. */
  public void again(AgentEntity agent, Instant now) {
    end(agent, "beside a lease; it is measured again", now.plus(LOOK_AGAIN));
  }

  /** It is over; the next one comes when nobody expects it. */
  public void end(AgentEntity agent, Instant now) {
    end(agent, "finished", now.plus(SHORTEST_PAUSE).plusSeconds(random.nextInt(SPREAD_SECONDS)));
  }

  private static void end(AgentEntity agent, String step, @Nullable Instant next) {
    agent.selfTest = null;
    agent.selfTestSince = null;
    agent.selfTestStep = step;
    agent.selfTestDue = next;
  }

  private static Uni<Boolean> onboarded(Mutiny.Session session, AgentEntity agent) {
    return session.find(SiteEntity.class, agent.site).map(site -> site.terms != null);
  }

  private static Uni<Boolean> idle(Mutiny.Session session, AgentEntity agent) {
    return session
        .createQuery(
            "select count(*) from AssignmentEntity where agent = :agent and state <> 'terminated'",
            Long.class)
        .setParameter("agent", agent.id)
        .getSingleResult()
        .map(open -> open == 0);
  }
}
