package io.tradewind.api.agent;

/** {@code POST /agent/v1/enrolments}: how an agent becomes known. */
public final class Enrolment {
  private Enrolment() {}

  /**
   * Spends a one-time token. Repeating it with the same key is answered as the first time, so that
   * a lost reply does no harm.
   *
   * @param publicKey the agent's own Ed25519 key: X.509 SubjectPublicKeyInfo, base64
   */
  public record Request(String token, String publicKey, String agentVersion) {}

  public record Reply(String siteId, String agentId) {}

  /**
   * {@code POST /agent/v1/tokens}: trades a signed assertion for a short-lived bearer token.
   *
   * @param assertion a JWT signed with the agent's key (EdDSA): {@code iss} and {@code sub} the
   *     agent id, {@code aud} {@code tradewind-agent}, {@code exp} at most five minutes ahead, a
   *     fresh {@code jti}
   */
  public record TokenRequest(String assertion) {}

  /**
   * {@code PUT /agent/v1/sites/{id}/key}: the key that the agent will sign with from its next
   * assertion on. The old one is good until then, and never after.
   *
   * @param proof an assertion as for a bearer token, signed with the new key
   */
  public record KeyChange(String publicKey, String proof) {}

  public record TokenReply(String accessToken, long expiresInSeconds) {}
}
