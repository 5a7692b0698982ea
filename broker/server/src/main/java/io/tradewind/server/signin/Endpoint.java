package io.tradewind.server.signin;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A method and the path under which it is served, parameters by name: {@code GET
 * /api/v1/leases/{id}}.
 */
public record Endpoint(String method, String path) {
  private static final Map<Method, Optional<Endpoint>> KNOWN = new ConcurrentHashMap<>();
  private static final Pattern PATTERN_OF_PARAMETER = Pattern.compile("\\{\\s*(\\w+)\\s*:[^}]*}");

  /** Empty for a method of a resource that serves nothing itself. */
  public static Optional<Endpoint> of(Class<?> resource, Method served) {
    return KNOWN.computeIfAbsent(served, method -> read(resource, method));
  }

  private static Optional<Endpoint> read(Class<?> resource, Method served) {
    return Arrays.stream(served.getAnnotations())
        .flatMap(it -> Stream.ofNullable(it.annotationType().getAnnotation(HttpMethod.class)))
        .findFirst()
        .map(method -> new Endpoint(method.value(), path(resource, served)));
  }

  private static String path(Class<?> resource, Method served) {
    String joined =
        Stream.of(resource.getAnnotation(Path.class), served.getAnnotation(Path.class))
            .flatMap(Stream::ofNullable)
            .flatMap(path -> Arrays.stream(path.value().split("/")))
            .filter(segment -> !segment.isEmpty())
            .collect(Collectors.joining("/", "/", ""));
    return PATTERN_OF_PARAMETER.matcher(joined).replaceAll("{$1}");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
