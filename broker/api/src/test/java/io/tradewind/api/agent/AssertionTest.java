package io.tradewind.api.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssertionTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final String AGENT = "0b8f6c1e-1111-4222-8333-944455556666";
  private static final KeyPair KEYS = AgentKeys.generate();

  @Test
  void whatTheAgentSignsIsReadAndVerifiedByTheBroker() throws RefusedException {
    Assertion assertion = read(signed(Duration.ofMinutes(2)));

    assertion.verify(KEYS.getPublic(), NOW);

    assertThat(assertion.agentId()).isEqualTo(AGENT);
    assertThat(assertion.id()).isEqualTo("jti-12345678");
    assertThat(assertion.expiresAt()).isEqualTo(NOW.plusSeconds(120));
  }

  @Test
  void theKeySurvivesItsJourney() throws RefusedException {
    String travelling = AgentKeys.encode(KEYS.getPublic());

    assertThat(travelling).hasSize(60);
    read(signed(Duration.ofMinutes(2))).verify(AgentKeys.decode(travelling), NOW);
  }

  @Test
  void anotherKeyDoesNotVerify() throws RefusedException {
    Assertion assertion = read(signed(Duration.ofMinutes(2)));

    assertRefused(() -> assertion.verify(AgentKeys.generate().getPublic(), NOW), "signature");
  }

  @Test
  void aChangedClaimDoesNotVerify() throws Exception {
    String[] parts = signed(Duration.ofMinutes(2)).split("\\.");
    String claims = decode(parts[1]).replace("jti-12345678", "jti-87654321");

    Assertion forged = read(parts[0] + "." + encode(claims) + "." + parts[2]);

    assertRefused(() -> forged.verify(KEYS.getPublic(), NOW), "signature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS256", "RS256", "ES256", "Ed25519", "eddsa", ""})
  void onlyEdDsaIsUnderstood(String algorithm) throws Exception {
    String text = sign("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}", claims(Map.of()));

    assertRefused(() -> read(text), "alg is not EdDSA");
  }

  @Test
  void anUnsignedAssertionIsRefused() throws Exception {
    String bare = encode("{\"alg\":\"EdDSA\"}") + "." + encode(claims(Map.of())) + ".";
    Assertion assertion = read(bare);

    assertRefused(() -> assertion.verify(KEYS.getPublic(), NOW), "signature");
  }

  /** The classic confusion: the public key taken as the secret of an HMAC. */
  @Test
  void aPublicKeyIsNoSharedSecret() throws Exception {
    String signed = encode("{\"alg\":\"EdDSA\"}") + "." + encode(claims(Map.of()));
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(KEYS.getPublic().getEncoded(), "HmacSHA512"));
    byte[] forged = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    Assertion assertion =
        read(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(forged));

    assertRefused(() -> assertion.verify(KEYS.getPublic(), NOW), "signature");
  }

  @ParameterizedTest
  @CsvSource({
    "aud, another-audience, aud",
    "sub, somebody-else, iss and sub differ",
    "iss, short, iss",
    "jti, x, jti",
    "jti, 'bad \" quote', jti"
  })
  void aWrongClaimIsRefused(String claim, String value, String reason) throws Exception {
    String text = sign("{\"alg\":\"EdDSA\"}", claims(Map.of(claim, value)));

    assertRefused(() -> read(text), reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "aud", "exp", "jti"})
  void aMissingClaimIsRefused(String claim) throws Exception {
    Map<String, Object> claims = defaults();
    claims.remove(claim);
    String text = sign("{\"alg\":\"EdDSA\"}", render(claims));

    assertRefused(() -> read(text), "");
  }

  @Test
  void anExtensionThatMustBeUnderstoodIsRefused() throws Exception {
    String text = sign("{\"alg\":\"EdDSA\",\"crit\":\"exp\"}", claims(Map.of()));

    assertRefused(() -> read(text), "crit");
  }

  @Test
  void ageIsJudgedWithAMinuteOfSkewOnBothSides() throws Exception {
    Assertion assertion = read(signed(Duration.ofMinutes(5)));
    Instant expiry = NOW.plus(Duration.ofMinutes(5));

    assertion.verify(KEYS.getPublic(), NOW.minusSeconds(60));
    assertion.verify(KEYS.getPublic(), expiry.plusSeconds(59));

    assertRefused(() -> assertion.verify(KEYS.getPublic(), NOW.minusSeconds(61)), "ahead");
    assertRefused(() -> assertion.verify(KEYS.getPublic(), expiry.plusSeconds(60)), "expired");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "%.%.%",
        "e30.e30.e30",
        "e30=.e30.e30",
        "e31.e30."
      })
  void rubbishIsRefused(String text) {
    assertRefused(() -> read(text), "");
  }

  @Test
  void aVeryLongTextIsRefusedUnread() {
    assertRefused(() -> read("a".repeat(5000)), "longer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AAAA",
        "not base64!",
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "MCowBQYDK2VuAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      })
  void whatIsNoEd25519KeyIsRefused(String text) {
    assertThatThrownBy(() -> AgentKeys.decode(text))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(AgentRefusal.MALFORMED));
  }

  private static String signed(Duration life) {
    return Assertion.sign(KEYS.getPrivate(), AGENT, "jti-12345678", NOW, life);
  }

  private static Assertion read(String text) throws RefusedException {
    return Assertion.read(text, AssertionTest::flatJson);
  }

  private static void assertRefused(ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.refusal()).isEqualTo(AgentRefusal.ASSERTION_REFUSED);
              assertThat(refused).hasMessageContaining(reason);
            });
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", AGENT);
    claims.put("sub", AGENT);
    claims.put("aud", Assertion.AUDIENCE);
    claims.put("jti", "jti-12345678");
    claims.put("exp", NOW.plusSeconds(60).getEpochSecond());
    return claims;
  }

  private static String claims(Map<String, Object> changes) {
    Map<String, Object> claims = defaults();
    claims.putAll(changes);
    return render(claims);
  }

  private static String render(Map<String, Object> claims) {
    StringBuilder json = new StringBuilder();
    claims.forEach(
        (name, value) ->
            json.append(json.isEmpty() ? "{" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(
                    value instanceof String text
                        ? '"' + text.replace("\"", "\\\"") + '"'
                        : value.toString()));
    return json.append('}').toString();
  }

  private static String sign(String header, String claims) throws GeneralSecurityException {
    String signed = encode(header) + "." + encode(claims);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(KEYS.getPrivate());
    signer.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  /** Enough of a reader for flat objects; this module has no JSON library. */
  private static Map<String, Object> flatJson(String text) {
    if (!text.matches("(?s)\\{.*}")) {
      throw new IllegalArgumentException("no object");
    }
    Map<String, Object> values = new HashMap<>();
    Matcher pairs =
        Pattern.compile("\"(\\w+)\":(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\d+))").matcher(text);
    while (pairs.find()) {
      Object value = pairs.group(2) != null ? pairs.group(2) : Long.parseLong(pairs.group(3));
      values.put(pairs.group(1), value);
    }
    return values;
  }
}
