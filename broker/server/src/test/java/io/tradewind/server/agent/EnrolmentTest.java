package io.tradewind.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who an agent is. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class EnrolmentTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;

  @Test
  void aRepeatedEnrolmentIsAnsweredAsTheFirstTime() {
    String token = town.enrolmentToken(town.foundSite("0.01"));
    TestAgent agent = town.agent();
    TestAgent.Answer first = agent.enrol(token);
    clock.advance(Duration.ofMinutes(20));

    TestAgent.Answer again = agent.enrol(token);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void aTokenIsGoodForOneKey() {
    String token = town.enrolmentToken(town.foundSite("0.01"));
    town.agent().enrol(token);

    TestAgent.Answer other = town.agent().enrol(token);

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("token_spent");
  }

  @Test
  void aTokenExpires() {
    String token = town.enrolmentToken(town.foundSite("0.01"));
    clock.advance(Duration.ofMinutes(16));

    TestAgent.Answer late = town.agent().enrol(token);

    assertThat(late.status()).isEqualTo(401);
    assertThat(late.code()).isEqualTo("token_refused");
  }

  @Test
  void anInventedTokenIsRefused() {
    assertThat(town.agent().enrol("twd_enrol_invented").code()).isEqualTo("token_refused");
  }

  @Test
  void aTokenIsKeptNowhere() {
    String token = town.enrolmentToken(town.foundSite("0.01"));

    assertThat(sql.run("select hash from enrolment_token where hash = '" + token + "'").size())
        .isZero();
  }

  @Test
  void anAssertionIsGoodOnce() {
    TestAgent agent = town.settle("0.01").agent();
    String assertion = agent.assertion(clock.instant());

    assertThat(agent.tokens(assertion).status()).isEqualTo(200);
    TestAgent.Answer replayed = agent.tokens(assertion);

    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.code()).isEqualTo("assertion_refused");
    assertThat(replayed.date()).isNotBlank();
  }

  @Test
  void anOldAssertionIsRefused() {
    TestAgent agent = town.settle("0.01").agent();

    TestAgent.Answer old = agent.tokens(agent.assertion(clock.instant().minusSeconds(600)));

    assertThat(old.code()).isEqualTo("assertion_refused");
  }

  @Test
  void somebodyElsesSignatureIsRefused() {
    TestAgent agent = town.settle("0.01").agent();
    String assertion = agent.assertion(clock.instant());
    String forged = assertion.substring(0, assertion.lastIndexOf('.') + 1) + "A".repeat(86);

    assertThat(agent.tokens(forged).code()).isEqualTo("assertion_refused");
  }

  @Test
  void anAgentThatNobodyEnrolledIsUnknown() {
    TestAgent agent = town.settle("0.01").agent();
    sql.run("delete from agent_token where agent = '%s'".formatted(agent.agentId()));
    sql.run("delete from agent where id = '%s'".formatted(agent.agentId()));

    assertThat(agent.tokens(agent.assertion(clock.instant())).code()).isEqualTo("agent_unknown");
  }

  @Test
  void aRevokedAgentIsTurnedAwayEverywhere() {
    TestAgent agent = town.settle("0.01").agent();
    sql.run("update agent set revoked_at = now() where id = '%s'".formatted(agent.agentId()));

    assertThat(agent.tokens(agent.assertion(clock.instant())).code()).isEqualTo("agent_revoked");
    assertThat(agent.heartbeat().status()).isEqualTo(403);
    assertThat(agent.work("", 0).code()).isEqualTo("agent_revoked");
  }

  @Test
  void aBearerTokenExpires() {
    TestAgent agent = town.settle("0.01").agent();
    clock.advance(Duration.ofMinutes(6));

    TestAgent.Answer late = agent.heartbeat();

    assertThat(late.status()).isEqualTo(401);
    assertThat(late.code()).isEqualTo("bearer_refused");
  }

  @Test
  void anotherSiteIsNotYours() {
    TestAgent agent = town.settle("0.01").agent();

    TestAgent.Answer elsewhere = agent.workOf(UUID.randomUUID().toString(), "", 0);

    assertThat(elsewhere.status()).isEqualTo(403);
    assertThat(elsewhere.code()).isEqualTo("not_yours");
  }

  @Test
  void anOldHeartbeatIsRefused() {
    TestAgent agent = town.settle("0.01").agent();
    agent.heartbeat(7);

    assertThat(agent.heartbeat(7).code()).isEqualTo("stale_heartbeat");
    assertThat(agent.heartbeat(8).status()).isEqualTo(200);
  }

  @Test
  void aMessageWithoutItsFieldsIsMalformed() {
    TestAgent agent = town.settle("0.01").agent();

    assertThat(agent.inventory(0, 100).code()).isEqualTo("malformed");
    assertThat(agent.enrol("x".repeat(300)).status()).isEqualTo(400);
  }
}
