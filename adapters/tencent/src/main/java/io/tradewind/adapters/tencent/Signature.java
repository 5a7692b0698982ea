package io.tradewind.adapters.tencent;

import io.tradewind.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * TC3-HMAC-SHA256, as Tencent Cloud documents it ("Signature v3") for a POST to {@code /}: the
 * body, the host, the media type and the action are signed with a key that holds for one day and
 * one service.
 *
 * @param service such as {@code cvm}
 */
record Signature(String secretId, Secret secretKey, String service) {
  private static final String ALGORITHM = "TC3-HMAC-SHA256";
  private static final String SIGNED = "content-type;host;x-tc-action";

  /** The value of the header {@code Authorization}. */
  String authorization(String host, String mediaType, String action, String body, Instant at) {
    String scope = "%s/%s/tc3_request".formatted(day(at), service);
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            String.valueOf(at.getEpochSecond()),
            scope,
            sha256(canonical(host, mediaType, action, body)));
    return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(ALGORITHM, secretId, scope, SIGNED, hex(hmac(key(at), toSign)));
  }

  private static String canonical(String host, String mediaType, String action, String body) {
    return """
    POST
    /

    content-type:%s
    host:%s
    x-tc-action:%s

    %s
    %s\
    """
        .formatted(mediaType, host, action.toLowerCase(Locale.ROOT), SIGNED, sha256(body));
  }

  private byte[] key(Instant at) {
    byte[] root = ("TC3" + secretKey.reveal()).getBytes(StandardCharsets.UTF_8);
    return hmac(hmac(hmac(root, day(at)), service), "tc3_request");
  }

  private static String day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HMAC-SHA256.", e);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return hex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no SHA-256.", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
