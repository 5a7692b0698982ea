package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Secret;
import io.tradewind.api.agent.AgentKeys;
import io.tradewind.api.agent.Assertion;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who an agent is, and how it changes its key. */
class IdentityTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void aKeyIsDueAfterAMonth(@TempDir Path folder) throws Exception {
    Identity identity = enrolled(folder);
    Files.setLastModifiedTime(folder.resolve("agent.key"), FileTime.from(NOW));

    assertThat(identity.isDue(NOW.plus(Duration.ofDays(29)))).isFalse();
    assertThat(identity.isDue(NOW.plus(Duration.ofDays(31)))).isTrue();
  }

  @Test
  void theOldKeySignsUntilTheNextIsAdopted(@TempDir Path folder) throws Exception {
    Identity identity = enrolled(folder);
    Enrolment.Request before = identity.enrolment(new Secret("token"), "test");

    Enrolment.KeyChange change = identity.next(NOW);

    assertThat(change.publicKey()).isNotEqualTo(before.publicKey());
    verify(change.proof(), change.publicKey());
    verify(identity.assertion(NOW), before.publicKey());
    identity.adopt();
    verify(identity.assertion(NOW), change.publicKey());
    assertThatThrownBy(() -> verify(identity.assertion(NOW), before.publicKey()))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void anAdoptedKeyOutlivesTheProgram(@TempDir Path folder) throws Exception {
    Identity identity = enrolled(folder);
    Enrolment.KeyChange change = identity.next(NOW);
    identity.adopt();

    verify(Identity.load(folder).assertion(NOW), change.publicKey());
  }

  @Test
  void aKeyThatWasNeverAdoptedIsForgotten(@TempDir Path folder) throws Exception {
    Identity identity = enrolled(folder);
    Enrolment.Request before = identity.enrolment(new Secret("token"), "test");
    identity.next(NOW);

    Identity restarted = Identity.load(folder);

    verify(restarted.assertion(NOW), before.publicKey());
  }

  private static void verify(String assertion, String publicKey) throws RefusedException {
    Assertion.read(assertion, IdentityTest::claims).verify(AgentKeys.decode(publicKey), NOW);
  }

  private static Map<String, Object> claims(String text) {
    try {
      return Json.readObject(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Identity enrolled(Path folder) throws IOException {
    Identity identity = Identity.load(folder);
    identity.remember(
        new Enrolment.Reply(UUID.randomUUID().toString(), UUID.randomUUID().toString()),
        new Secret("token"));
    return identity;
  }
}
