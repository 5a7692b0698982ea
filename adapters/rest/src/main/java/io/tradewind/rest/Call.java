package io.tradewind.rest;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One request below an API's address.
 *
 * @param path with its query, such as {@code /v2/plans?per_page=500}
 * @param body JSON to post
 * @param knownTag answers 304 when the reply still is the version of this name
 * @param accept the media type that is asked for
 * @param nothing statuses by which this API says that it has nothing, such as 204
 * @param headers beside those that every call has
 */
public record Call(
    String method,
    String path,
    Optional<String> body,
    Optional<String> knownTag,
    String accept,
    Set<Integer> nothing,
    Map<String, String> headers) {
  private static final String JSON = "application/json";

  public Call {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "The path '%s' does not begin with a slash.".formatted(path));
    }
    nothing = Set.copyOf(nothing);
    headers = Map.copyOf(headers);
  }

  public static Call get(String path) {
    return new Call("GET", path, Optional.empty(), Optional.empty(), JSON, Set.of(), Map.of());
  }

  /** The parameters are escaped here, and keep their order. */
  public static Call get(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
            .collect(Collectors.joining("&"));
    return get(query.isEmpty() ? path : path + "?" + query);
  }

  /** For calls that only read: they are repeated like any other when the API asks for patience. */
  public static Call post(String path, String json) {
    return new Call("POST", path, Optional.of(json), Optional.empty(), JSON, Set.of(), Map.of());
  }

  public Call unlessStill(Optional<String> tag) {
    return new Call(method, path, body, tag, accept, nothing, headers);
  }

  public Call accepting(String mediaType) {
    return new Call(method, path, body, knownTag, mediaType, nothing, headers);
  }

  /** For {@link RestClient#readIfAny}. */
  public Call nothingOn(Integer... statuses) {
    return new Call(method, path, body, knownTag, accept, Set.of(statuses), headers);
  }

  /** With one more header, such as the action that some APIs name there. */
  public Call with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Call(method, path, body, knownTag, accept, nothing, more);
  }

  BodyPublisher publisher() {
    return body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
  }

  // A plus for a space is right in forms only; some APIs take it literally in a path's query.
  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
