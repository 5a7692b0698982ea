package io.tradewind.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link LoopbackApi} was asked.
 *
 * @param query by name, unescaped
 * @param headers by lower-case name
 */
public record ApiRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {

  /** Empty when it was not sent. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  static Map<String, String> parameters(Optional<String> rawQuery) {
    Map<String, String> parameters = new LinkedHashMap<>();
    rawQuery.stream()
        .flatMap(query -> Arrays.stream(query.split("&")))
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> parameters.put(decoded(pair[0]), pair.length < 2 ? "" : decoded(pair[1])));
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
