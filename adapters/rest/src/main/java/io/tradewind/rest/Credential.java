package io.tradewind.rest;

import io.tradewind.api.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

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
    QUERY
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

  String value() {
    return scheme + key.reveal();
  }

  /** The path with the key in it: for the wire, never for a message. */
  String signed(String path) {
    return switch (place) {
      case HEADER -> path;
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
