package io.tradewind.rest;

import io.tradewind.api.Secret;

/**
 * A key that is sent in a header.
 *
 * @param scheme what stands before the key, such as {@code "Bearer "}; may be empty
 */
public record Credential(String header, String scheme, Secret key) {
  public static Credential bearer(Secret key) {
    return new Credential("Authorization", "Bearer ", key);
  }

  public static Credential header(String header, Secret key) {
    return new Credential(header, "", key);
  }

  String headerValue() {
    return scheme + key.reveal();
  }
}
