package io.tradewind.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * @param done statuses beside 200 by which it answers, such as 202 for what is under way
 */
public record Call(
    String method,
    String path,
    Optional<String> body,
    Optional<String> knownTag,
    String accept,
    Set<Integer> nothing,
    Map<String, String> headers,
    Set<Integer> done) {
  private static final String JSON = "application/json";
  private static final ObjectMapper WRITER = new ObjectMapper();

  public Call {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "The path '%s' does not begin with a slash.".formatted(path));
    }
    nothing = Set.copyOf(nothing);
    headers = Map.copyOf(headers);
    done = Set.copyOf(done);
  }

  public static Call get(String path) {
    return of("GET", path, Optional.empty());
  }

  /** The parameters are escaped here, and keep their order. */
  public static Call get(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
            .collect(Collectors.joining("&"));
    return get(query.isEmpty() ? path : path + "?" + query);
  }

  /** It is repeated, like any other, when the API asks for patience and has not done it. */
  public static Call post(String path, String json) {
    return of("POST", path, Optional.of(json));
  }

  /** An object with these fields; a value is a text, a number, a flag, a list or a map. */
  public static Call post(String path, Map<String, ?> fields) {
    return post(path, written(path, fields));
  }

  /** The same for what replaces or acts on something. */
  public static Call put(String path, Map<String, ?> fields) {
    return of("PUT", path, Optional.of(written(path, fields)));
  }

  private static String written(String path, Map<String, ?> fields) {
    try {
      return WRITER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      // Not with its cause, which may quote a value.
      throw new IllegalArgumentException("A field for %s cannot be written.".formatted(path));
    }
  }

  public static Call delete(String path) {
    return of("DELETE", path, Optional.empty());
  }

  private static Call of(String method, String path, Optional<String> body) {
    return new Call(method, path, body, Optional.empty(), JSON, Set.of(), Map.of(), Set.of());
  }

  public Call unlessStill(Optional<String> tag) {
    return new Call(method, path, body, tag, accept, nothing, headers, done);
  }

  public Call accepting(String mediaType) {
    return new Call(method, path, body, knownTag, mediaType, nothing, headers, done);
  }

  /** For {@link RestClient#readIfAny}. */
  public Call nothingOn(Integer... statuses) {
    return new Call(method, path, body, knownTag, accept, Set.of(statuses), headers, done);
  }

  public Call answeredOn(Integer... statuses) {
    return new Call(method, path, body, knownTag, accept, nothing, headers, Set.of(statuses));
  }

  /** With one more header, such as the action that some APIs name there. */
  public Call with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Call(method, path, body, knownTag, accept, nothing, more, done);
  }

  BodyPublisher publisher() {
    return body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
  }

  // A plus for a space is right in forms only; some APIs take it literally in a path's query.
  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
