package io.tradewind.server.agent;

import static io.tradewind.api.agent.AgentRefusal.AGENT_REVOKED;
import static io.tradewind.api.agent.AgentRefusal.AGENT_UNKNOWN;
import static io.tradewind.api.agent.AgentRefusal.ASSERTION_REFUSED;
import static io.tradewind.api.agent.AgentRefusal.BEARER_REFUSED;
import static io.tradewind.api.agent.AgentRefusal.NOT_YOURS;
import static io.tradewind.api.agent.AgentRefusal.TOKEN_REFUSED;
import static io.tradewind.api.agent.AgentRefusal.TOKEN_SPENT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.AgentKeys;
import io.tradewind.api.agent.AgentRefusal;
import io.tradewind.api.agent.Assertion;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.server.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Who an agent is: enrols it by a one-time token, and trades its signed assertions for short-lived
 * bearer tokens.
 */
@ApplicationScoped
public class AgentGate {
  static final Duration BEARER_LIFE = Duration.ofMinutes(5);
  private static final String BEARER = "Bearer ";
  private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};

  private final Database database;
  private final Homecomings homecomings;
  private final ObjectMapper json;
  private final Clock clock;

  AgentGate(Database database, Homecomings homecomings, ObjectMapper json, Clock clock) {
    this.database = database;
    this.homecomings = homecomings;
    this.json = json;
    this.clock = clock;
  }

  /**
   * An agent that has shown a valid bearer token.
   *
   * @param place its site, or the lease whose machine it is on
   */
  public record Caller(UUID agent, UUID place, boolean onSite) {
    /** Under which changes of its work are announced. */
    UUID subject() {
      return onSite ? agent : place;
    }

    /** Refuses a path that names another's place. */
    public void mustOwn(UUID pathPlace) throws RefusedException {
      if (!place.equals(pathPlace)) {
        throw new RefusedException(NOT_YOURS, "%s is not your place.".formatted(pathPlace));
      }
    }
  }

  /**
   * Writes a token for one enrolment at a site. The token itself is returned once and kept nowhere.
   */
  public Uni<String> issueEnrolmentToken(UUID site, Duration life) {
    String token = Hashes.randomToken("twd_enrol_");
    EnrolmentTokenEntity row = new EnrolmentTokenEntity();
    row.hash = Hashes.sha256(token);
    row.site = site;
    row.expiresAt = clock.instant().plus(life);
    return database.transaction(session -> session.persist(row)).replaceWith(token);
  }

  /** What an enrolment led to; a repeated one leads to the same. */
  record Enrolled(Enrolment.Reply reply, boolean first) {}

  Uni<Enrolled> enrol(Enrolment.Request request) {
    try {
      AgentKeys.decode(request.publicKey());
    } catch (RefusedException e) {
      return Uni.createFrom().failure(e);
    }
    String hash = Hashes.sha256(request.token());
    return database.transaction(
        session ->
            session
                .find(EnrolmentTokenEntity.class, hash, LockModeType.PESSIMISTIC_WRITE)
                .chain(token -> spend(session, token, request)));
  }

  private Uni<Enrolled> spend(
      Mutiny.Session session, @Nullable EnrolmentTokenEntity token, Enrolment.Request request) {
    Instant now = clock.instant();
    if (token != null && token.spentAt != null) {
      return request.publicKey().equals(token.spentKey)
          ? Uni.createFrom().item(new Enrolled(reply(token), false))
          : refused(TOKEN_SPENT, "The enrolment token was spent by another key.");
    }
    if (token == null || now.isAfter(token.expiresAt)) {
      return refused(
          TOKEN_REFUSED, "The enrolment token is unknown or expired. Make a new one for the site.");
    }
    return token.lease == null
        ? admit(session, token, request)
        : homecomings
            .welcome(session, token.lease, now)
            .chain(
                welcome ->
                    welcome
                        ? admit(session, token, request)
                        : refused(TOKEN_REFUSED, "The lease of this machine is over."));
  }

  private Uni<Enrolled> admit(
      Mutiny.Session session, EnrolmentTokenEntity token, Enrolment.Request request) {
    AgentEntity agent = new AgentEntity();
    agent.id = UUID.randomUUID();
    agent.site = token.site;
    agent.lease = token.lease;
    agent.publicKey = request.publicKey();
    agent.version = request.agentVersion();
    agent.enrolledAt = clock.instant();
    token.spentAt = agent.enrolledAt;
    token.spentKey = request.publicKey();
    token.agent = agent.id;
    return session.persist(agent).replaceWith(new Enrolled(reply(token), true));
  }

  private static Enrolment.Reply reply(EnrolmentTokenEntity token) {
    return new Enrolment.Reply(token.place().toString(), String.valueOf(token.agent));
  }

  Uni<Enrolment.TokenReply> token(Enrolment.TokenRequest request) {
    Assertion assertion;
    UUID agentId;
    try {
      assertion = Assertion.read(request.assertion(), this::claims);
      agentId = UUID.fromString(assertion.agentId());
    } catch (RefusedException e) {
      return Uni.createFrom().failure(e);
    } catch (IllegalArgumentException e) {
      return refused(ASSERTION_REFUSED, "The assertion does not name an agent: " + e.getMessage());
    }
    return database.transaction(
        session ->
            session
                .find(AgentEntity.class, agentId)
                .chain(agent -> bearer(session, agent, assertion)));
  }

  private Uni<Enrolment.TokenReply> bearer(
      Mutiny.Session session, @Nullable AgentEntity agent, Assertion assertion) {
    if (agent == null) {
      return refused(AGENT_UNKNOWN, "Nobody enrolled as %s.".formatted(assertion.agentId()));
    }
    if (agent.revokedAt != null) {
      return refused(
          AGENT_REVOKED, "Agent %s was revoked at %s.".formatted(agent.id, agent.revokedAt));
    }
    try {
      verify(agent, assertion);
    } catch (RefusedException e) {
      return Uni.createFrom().failure(e);
    }
    String token = Hashes.randomToken("twd_agent_");
    return once(session, assertion)
        .chain(() -> forgetExpired(session))
        .chain(
            () ->
                session
                    .createNativeQuery(
                        "insert into agent_token (hash, agent, expires_at) values (:hash, :agent,"
                            + " :expires)")
                    .setParameter("hash", Hashes.sha256(token))
                    .setParameter("agent", agent.id)
                    .setParameter("expires", clock.instant().plus(BEARER_LIFE))
                    .executeUpdate())
        .replaceWith(new Enrolment.TokenReply(token, BEARER_LIFE.toSeconds()));
  }

  /** The first use of its next key is the end of the old one. */
  private void verify(AgentEntity agent, Assertion assertion) throws RefusedException {
    try {
      assertion.verify(AgentKeys.decode(agent.publicKey), clock.instant());
    } catch (RefusedException e) {
      if (agent.nextKey == null) {
        throw e;
      }
      assertion.verify(AgentKeys.decode(agent.nextKey), clock.instant());
      agent.publicKey = agent.nextKey;
      agent.nextKey = null;
    }
  }

  /** Takes note of the key that an agent will sign with; it must hold that key. */
  Uni<Void> changeKey(Caller caller, Enrolment.KeyChange change) {
    try {
      Assertion proof = Assertion.read(change.proof(), this::claims);
      proof.verify(AgentKeys.decode(change.publicKey()), clock.instant());
      if (!proof.agentId().equals(caller.agent().toString())) {
        throw new RefusedException(NOT_YOURS, "The proof is of another agent.");
      }
    } catch (RefusedException e) {
      return Uni.createFrom().failure(e);
    }
    return database.transaction(
        session ->
            session
                .find(AgentEntity.class, caller.agent(), LockModeType.PESSIMISTIC_WRITE)
                .invoke(agent -> agent.nextKey = change.publicKey())
                .replaceWithVoid());
  }

  /** An assertion is good once: a copy of it is refused for as long as it would have been valid. */
  private Uni<Void> once(Mutiny.Session session, Assertion assertion) {
    return session
        .createNativeQuery(
            "insert into agent_assertion (jti, expires_at) values (:jti, :expires) on conflict do"
                + " nothing")
        .setParameter("jti", Hashes.sha256(assertion.id()))
        .setParameter("expires", assertion.expiresAt().plus(Assertion.CLOCK_SKEW))
        .executeUpdate()
        .chain(
            rows ->
                rows == 1
                    ? Uni.createFrom().voidItem()
                    : refused(
                        ASSERTION_REFUSED, "The assertion was used before. Sign a fresh one."));
  }

  /** What has expired is refused for its age, and need not be kept. */
  private Uni<Void> forgetExpired(Mutiny.Session session) {
    Instant now = clock.instant();
    return session
        .createMutationQuery("delete from AgentTokenEntity where expiresAt < :now")
        .setParameter("now", now)
        .executeUpdate()
        .chain(
            () ->
                session
                    .createNativeQuery("delete from agent_assertion where expires_at < :now")
                    .setParameter("now", now)
                    .executeUpdate())
        .replaceWithVoid();
  }

  /** Checks the {@code Authorization} header. */
  public Uni<Caller> caller(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return refused(
          BEARER_REFUSED, "Send Authorization: Bearer with the token of POST /agent/v1/tokens.");
    }
    String hash = Hashes.sha256(authorization.substring(BEARER.length()).strip());
    return database.transaction(
        session ->
            session
                .createQuery(
                    "select a from AgentEntity a where a.id = (select t.agent from AgentTokenEntity"
                        + " t where t.hash = :hash and t.expiresAt > :now)",
                    AgentEntity.class)
                .setParameter("hash", hash)
                .setParameter("now", clock.instant())
                .getSingleResultOrNull()
                .chain(AgentGate::admitted));
  }

  private static Uni<Caller> admitted(@Nullable AgentEntity agent) {
    if (agent == null) {
      return refused(BEARER_REFUSED, "The bearer token is unknown or expired. Fetch another.");
    }
    return agent.revokedAt == null
        ? Uni.createFrom().item(new Caller(agent.id, agent.place(), agent.site != null))
        : refused(
            AGENT_REVOKED, "Agent %s was revoked at %s.".formatted(agent.id, agent.revokedAt));
  }

  /**
   * Turns an agent away for good; its bearer tokens are worth nothing from now on.
   *
   * @return whether there is such an agent on the site that was not revoked before
   */
  public Uni<Boolean> revoke(Mutiny.Session session, UUID site, UUID agent, String by) {
    return session
        .createMutationQuery(
            "update AgentEntity set revokedAt = :now, revokedBy = :by where id = :agent and site ="
                + " :site and revokedAt is null")
        .setParameter("now", clock.instant())
        .setParameter("by", by)
        .setParameter("agent", agent)
        .setParameter("site", site)
        .executeUpdate()
        .chain(
            revoked ->
                session
                    .createMutationQuery(
                        "delete from AgentTokenEntity where agent = :agent and exists (select 1"
                            + " from AgentEntity a where a.id = :agent and a.site = :site)")
                    .setParameter("agent", agent)
                    .setParameter("site", site)
                    .executeUpdate()
                    .replaceWith(revoked == 1));
  }

  private Map<String, Object> claims(String text) {
    try {
      return json.readValue(text, CLAIMS);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the claims are not JSON", e);
    }
  }

  private static <T> Uni<T> refused(AgentRefusal refusal, String detail) {
    return Uni.createFrom().failure(new RefusedException(refusal, detail));
  }
}
