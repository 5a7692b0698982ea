package io.tradewind.rest;

import io.tradewind.api.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A key that is sent with every call.
 *
 * @param place where it is sent
 * @param name of the header or the query parameter
 * @param scheme what stands before the key, such as {@code "Bearer "}; may be empty
 */
public record Credential(Place place, String name, String scheme, Secret key) {

  /** Where a key is sent. */
  public enum Place {
    HEADER,
    /** As a parameter of the address, for APIs that know nothing better. */
    QUERY,
    /** As the password of HTTP's basic authentication; the name is the user's. */
    BASIC,
    /** Nowhere: it only signs, by a {@link Dialect}. It is known so that it can be hidden. */
    SIGNATURE
  }

  public Credential(String header, String scheme, Secret key) {
    this(Place.HEADER, header, scheme, key);
  }

  public static Credential bearer(Secret key) {
    return new Credential("Authorization", "Bearer ", key);
  }

  public static Credential header(String header, Secret key) {
    return new Credential(header, "", key);
  }

  public static Credential query(String parameter, Secret key) {
    return new Credential(Place.QUERY, parameter, "", key);
  }

  public static Credential basic(String username, Secret password) {
    return new Credential(Place.BASIC, username, "", password);
  }

  /** A key that signs and is never sent. */
  public static Credential signing(Secret key) {
    return new Credential(Place.SIGNATURE, "", "", key);
  }

  /** Empty when it is not sent in a header. */
  Optional<String> header() {
    return switch (place) {
      case HEADER -> Optional.of(name);
      case QUERY, SIGNATURE -> Optional.empty();
      case BASIC -> Optional.of("Authorization");
    };
  }

  String value() {
    return switch (place) {
      case HEADER, QUERY, SIGNATURE -> scheme + key.reveal();
      case BASIC -> "Basic " + encoded();
    };
  }

  /** The text without this key, in whatever form it travels. */
  String hiddenIn(String text) {
    String hidden = text.replace(key.reveal(), key.toString());
    return switch (place) {
      case HEADER, QUERY, SIGNATURE -> hidden;
      case BASIC -> hidden.replace(encoded(), key.toString());
    };
  }

  private String encoded() {
    byte[] pair = "%s:%s".formatted(name, key.reveal()).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }

  /** The path with the key in it: for the wire, never for a message. */
  String signed(String path) {
    return switch (place) {
      case HEADER, BASIC, SIGNATURE -> path;
      case QUERY ->
          "%s%s%s=%s"
              .formatted(
                  path,
                  path.contains("?") ? "&" : "?",
                  name,
                  URLEncoder.encode(value(), StandardCharsets.UTF_8));
    };
  }
}
