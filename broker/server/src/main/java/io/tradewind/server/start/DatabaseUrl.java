package io.tradewind.server.start;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One address for both drivers: {@code postgresql://user:password@host:5432/name?sslmode=require},
 * with or without {@code jdbc:} in front.
 */
record DatabaseUrl(URI uri) {
  static final String EXAMPLE = "postgresql://user:password@host:5432/name";

  DatabaseUrl {
    var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
    boolean postgres = scheme.equals("postgresql") || scheme.equals("postgres");
    if (!postgres || uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
      // The address is not repeated: it may hold a password.
      throw new StartFailure(
          "The database URL is not a PostgreSQL address. Write it as %s.".formatted(EXAMPLE));
    }
  }

  static DatabaseUrl parse(String text) {
    try {
      return new DatabaseUrl(new URI(text.strip().replaceFirst("^(jdbc|vertx-reactive):", "")));
    } catch (URISyntaxException e) {
      throw new StartFailure(
          "The database URL cannot be read. Write it as %s and percent-encode special characters of the password."
              .formatted(EXAMPLE));
    }
  }

  static DatabaseUrl local(int port, String user, String password, String name) {
    return parse("postgresql://%s:%s@127.0.0.1:%d/%s".formatted(user, password, port, name));
  }

  /** The application's settings. User and password only where the address names them. */
  Map<String, String> settings() {
    var settings = new TreeMap<String, String>();
    settings.put("quarkus.datasource.jdbc.url", "jdbc:" + address());
    settings.put("quarkus.datasource.reactive.url", address());
    credential(0).ifPresent(user -> settings.put("quarkus.datasource.username", user));
    credential(1).ifPresent(password -> settings.put("quarkus.datasource.password", password));
    return settings;
  }

  @Override
  public String toString() {
    return address();
  }

  private String address() {
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "postgresql://" + uri.getHost() + port + uri.getRawPath() + query;
  }

  private Optional<String> credential(int index) {
    if (uri.getRawUserInfo() == null) {
      return Optional.empty();
    }
    var parts = uri.getRawUserInfo().split(":", 2);
    return parts.length > index
        ? Optional.of(URLDecoder.decode(parts[index].replace("+", "%2B"), StandardCharsets.UTF_8))
        : Optional.empty();
  }
}
