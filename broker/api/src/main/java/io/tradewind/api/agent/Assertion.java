package io.tradewind.api.agent;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An agent's proof that it holds its key: a compact JWS (RFC 7515, RFC 8037) over a few claims, for
 * {@code POST /agent/v1/tokens}. Only EdDSA over Ed25519 is understood.
 *
 * <p>Reading proves nothing. The broker looks up the key of {@link #agentId()}, calls {@link
 * #verify}, and takes each {@link #id()} once until {@link #expiresAt()} has passed.
 */
public final class Assertion {
  public static final String AUDIENCE = "tradewind-agent";

  /** How far ahead {@code exp} may lie. */
  public static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

  /** How far the two clocks may differ. */
  public static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  /** The year 10000. */
  private static final long END_OF_ERA = 253_402_300_800L;

  private static final int LONGEST_TEXT = 4096;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{8,100}");
  private static final String HEADER = "{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final String signed;
  private final byte[] signature;
  private final String agentId;
  private final String id;
  private final Instant expiresAt;

  private Assertion(String signed, byte[] signature, Map<String, Object> claims)
      throws RefusedException {
    this.signed = signed;
    this.signature = signature;
    this.agentId = name(claims, "iss");
    this.id = name(claims, "jti");
    require(agentId.equals(claims.get("sub")), "iss and sub differ");
    require(AUDIENCE.equals(claims.get("aud")), "aud is not " + AUDIENCE);
    require(!claims.containsKey("nbf"), "nbf is not used here");
    this.expiresAt = seconds(claims.get("exp"));
  }

  /** Makes an assertion that holds for {@code life}, at most {@link #LONGEST_LIFE}. */
  public static String sign(PrivateKey key, String agentId, String id, Instant now, Duration life) {
    if (!ID.matcher(agentId).matches() || !ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "The ids '%s' and '%s' need 8 to 100 letters, digits, '_' or '-'."
              .formatted(agentId, id));
    }
    String claims =
        "{\"iss\":\"%1$s\",\"sub\":\"%1$s\",\"aud\":\"%2$s\",\"jti\":\"%3$s\",\"iat\":%4$d,\"exp\":%5$d}"
            .formatted(
                agentId, AUDIENCE, id, now.getEpochSecond(), now.plus(life).getEpochSecond());
    String signed = encode(HEADER) + "." + encode(claims);
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + ENCODER.encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("The key is no Ed25519 private key.", e);
    }
  }

  /**
   * Takes an assertion apart, without trusting it yet.
   *
   * @param json reads a JSON object into a map of strings and numbers; throws on anything else
   * @throws RefusedException with {@code assertion_refused}
   */
  public static Assertion read(String compact, Function<String, Map<String, Object>> json)
      throws RefusedException {
    require(compact.length() <= LONGEST_TEXT, "it is longer than " + LONGEST_TEXT + " characters");
    String[] parts = compact.split("\\.", -1);
    require(parts.length == 3, "it has not three parts");
    Map<String, Object> header = object(parts[0], json);
    require("EdDSA".equals(header.get("alg")), "alg is not EdDSA");
    require(!header.containsKey("crit"), "crit is not understood");
    require(!header.containsKey("b64"), "b64 is not understood");
    return new Assertion(parts[0] + "." + parts[1], bytes(parts[2]), object(parts[1], json));
  }

  /** Whose key to verify with. */
  public String agentId() {
    return agentId;
  }

  /** The {@code jti}. */
  public String id() {
    return id;
  }

  /**
   * After this moment and {@link #CLOCK_SKEW} it is refused for its age, and its id may be
   * forgotten.
   */
  public Instant expiresAt() {
    return expiresAt;
  }

  /**
   * @throws RefusedException with {@code assertion_refused}
   */
  public void verify(PublicKey key, Instant now) throws RefusedException {
    require(isSignedBy(key), "the signature is not of the agent's key");
    require(expiresAt.plus(CLOCK_SKEW).isAfter(now), "it has expired");
    require(
        !expiresAt.isAfter(now.plus(LONGEST_LIFE).plus(CLOCK_SKEW)),
        "exp lies more than " + LONGEST_LIFE.toMinutes() + " minutes ahead");
  }

  private boolean isSignedBy(PublicKey key) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Map<String, Object> object(String part, Function<String, Map<String, Object>> json)
      throws RefusedException {
    String text = new String(bytes(part), StandardCharsets.UTF_8);
    try {
      return Objects.requireNonNull(json.apply(text));
    } catch (RuntimeException e) {
      throw refused("a part is no JSON object");
    }
  }

  private static byte[] bytes(String part) throws RefusedException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      require(ENCODER.encodeToString(bytes).equals(part), "a part is not plain base64url");
      return bytes;
    } catch (IllegalArgumentException e) {
      throw refused("a part is not base64url");
    }
  }

  private static String name(Map<String, Object> claims, String claim) throws RefusedException {
    if (claims.get(claim) instanceof String text && ID.matcher(text).matches()) {
      return text;
    }
    throw refused(claim + " is missing or not a plain name");
  }

  private static Instant seconds(@Nullable Object value) throws RefusedException {
    long seconds = value instanceof Integer small ? small : value instanceof Long large ? large : 0;
    require(seconds > 0 && seconds < END_OF_ERA, "exp is missing or not a whole number of seconds");
    return Instant.ofEpochSecond(seconds);
  }

  private static void require(boolean holds, String detail) throws RefusedException {
    if (!holds) {
      throw refused(detail);
    }
  }

  private static RefusedException refused(String detail) {
    return new RefusedException(
        AgentRefusal.ASSERTION_REFUSED, "The assertion is refused: %s.".formatted(detail));
  }

  private static String encode(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
