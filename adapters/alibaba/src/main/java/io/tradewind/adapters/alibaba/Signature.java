package io.tradewind.adapters.alibaba;

import io.tradewind.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * ACS3-HMAC-SHA256, as Alibaba Cloud documents it ("Request syntax and signature method V3") for a
 * call without a body: method, query and headers are signed.
 */
record Signature(String accessKeyId, Secret accessKeySecret) {
  static final String EMPTY_BODY = sha256("");
  private static final String ALGORITHM = "ACS3-HMAC-SHA256";

  /**
   * The value of the header {@code Authorization}.
   *
   * @param rawQuery as it is sent, escaped
   * @param headers by lower-case name: {@code host} and those that begin with {@code x-acs-}
   */
  String authorization(String method, String rawQuery, SortedMap<String, String> headers) {
    String names = String.join(";", headers.keySet());
    String canonical =
        String.join(
            "\n",
            method,
            "/",
            canonicalQuery(rawQuery),
            headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining()),
            names,
            EMPTY_BODY);
    return "%s Credential=%s,SignedHeaders=%s,Signature=%s"
        .formatted(ALGORITHM, accessKeyId, names, hmac(ALGORITHM + "\n" + sha256(canonical)));
  }

  /** Sorted by name, and escaped as RFC 3986 wants it, which differs from forms in two places. */
  private static String canonicalQuery(String rawQuery) {
    return Arrays.stream(rawQuery.split("&"))
        .map(pair -> pair.replace("*", "%2A").replace("%7E", "~"))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = accessKeySecret.reveal().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HMAC-SHA256.", e);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no SHA-256.", e);
    }
  }
}
