package io.tradewind.api.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Secret;
import io.tradewind.api.agent.LeaseSeal.Place;
import io.tradewind.api.agent.LeaseSeal.Sealed;
import io.tradewind.api.agent.LeaseSeal.UnopenableException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseSealTest {
  private static final Place PLACE = new Place("lease-1", 3, "agent-1");
  private static final Map<String, Secret> VALUES =
      Map.of("TOKEN", new Secret("two\nlines and a space"), "Ü", new Secret("ключ"));

  private final KeyPair agent = SealingKeys.generate();
  private final Sealed sealed = LeaseSeal.seal(agent.getPublic(), PLACE, VALUES);

  @Test
  void theAgentOfTheLeaseReadsAllOfIt() throws Exception {
    assertThat(LeaseSeal.open(agent, PLACE, sealed)).isEqualTo(VALUES);
    assertThat(LeaseSeal.open(agent, PLACE, LeaseSeal.seal(agent.getPublic(), PLACE, Map.of())))
        .isEmpty();
  }

  @Test
  void theSameValuesAreSealedToAnotherTextEachTime() {
    Sealed again = LeaseSeal.seal(agent.getPublic(), PLACE, VALUES);

    assertThat(again.text()).isNotEqualTo(sealed.text());
    assertThat(again.ephemeral()).isNotEqualTo(sealed.ephemeral());
    assertThat(again.key()).isEqualTo(sealed.key());
  }

  @Test
  void nothingOfTheValuesIsInWhatTravels() {
    assertThat(sealed.toString()).doesNotContain("TOKEN", "lines");
    assertThat(new String(Base64.getDecoder().decode(sealed.text()), StandardCharsets.ISO_8859_1))
        .doesNotContain("TOKEN", base64("TOKEN".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anotherKeyLeaseGenerationOrAgentOpensNothing() {
    unopenable(SealingKeys.generate(), PLACE, sealed);
    unopenable(agent, new Place("lease-2", 3, "agent-1"), sealed);
    unopenable(agent, new Place("lease-1", 4, "agent-1"), sealed);
    unopenable(agent, new Place("lease-1", 3, "agent-2"), sealed);
    unopenable(agent, new Place("lease-1\n3", 3, "agent-1"), sealed);
  }

  @Test
  void whatWasChangedOnItsWayOpensNothing() {
    byte[] text = Base64.getDecoder().decode(sealed.text());
    for (int i = 0; i < text.length; i++) {
      byte[] changed = text.clone();
      changed[i] ^= 1;
      unopenable(agent, PLACE, new Sealed(sealed.key(), sealed.ephemeral(), base64(changed)));
    }
    String other = SealingKeys.encode(SealingKeys.generate().getPublic());
    unopenable(agent, PLACE, new Sealed(sealed.key(), other, sealed.text()));
    for (String nonsense : List.of("", "no base64!", base64(new byte[44]), base64(new byte[15]))) {
      unopenable(agent, PLACE, new Sealed(sealed.key(), nonsense, sealed.text()));
      unopenable(agent, PLACE, new Sealed(sealed.key(), sealed.ephemeral(), nonsense));
    }
  }

  /** With a point of small order whoever sends it would know what the two agree on. */
  @Test
  void aKeyOfSmallOrderIsNoKey() throws Exception {
    byte[] zero = Base64.getDecoder().decode(SealingKeys.encode(agent.getPublic()));
    Arrays.fill(zero, 12, zero.length, (byte) 0);

    unopenable(agent, PLACE, new Sealed(sealed.key(), base64(zero), sealed.text()));
    assertThatThrownBy(() -> LeaseSeal.seal(SealingKeys.decode(base64(zero)), PLACE, VALUES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEd25519KeyIsNoKeyForSecrets() {
    String own = AgentKeys.encode(AgentKeys.generate().getPublic());

    assertThatThrownBy(() -> SealingKeys.decode(own))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no X25519 key");
  }

  @Test
  void aKeyIsNamedByTheAgentThatSignedIt() throws Exception {
    KeyPair own = AgentKeys.generate();
    SealingKeys.Announced told =
        SealingKeys.announce(agent.getPublic(), "agent-1", own.getPrivate());

    assertThat(SealingKeys.isNamedBy(own.getPublic(), "agent-1", told)).isTrue();
    assertThat(SealingKeys.isNamedBy(own.getPublic(), "agent-2", told)).isFalse();
    assertThat(SealingKeys.isNamedBy(AgentKeys.generate().getPublic(), "agent-1", told)).isFalse();
    String other = SealingKeys.encode(SealingKeys.generate().getPublic());
    assertThat(
            SealingKeys.isNamedBy(
                own.getPublic(), "agent-1", new SealingKeys.Announced(other, told.signature())))
        .isFalse();
    assertThat(
            SealingKeys.isNamedBy(
                own.getPublic(),
                "agent-1",
                new SealingKeys.Announced(told.publicKey(), "no base64!")))
        .isFalse();
  }

  private static void unopenable(KeyPair key, Place place, Sealed changed) {
    assertThatThrownBy(() -> LeaseSeal.open(key, place, changed))
        .isInstanceOf(UnopenableException.class)
        .hasNoCause();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
