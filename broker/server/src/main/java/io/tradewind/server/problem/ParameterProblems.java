package io.tradewind.server.problem;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the parameter that could not be converted: the framework tells the value, but not the name.
 */
final class ParameterProblems {
  private ParameterProblems() {}

  static Problem of(Throwable conversion, UriInfo uri) {
    var reason = Optional.ofNullable(conversion.getMessage()).orElse("");
    var named =
        Stream.concat(pairs(uri.getPathParameters()), pairs(uri.getQueryParameters()))
            .filter(pair -> !pair.getValue().isEmpty() && reason.contains(pair.getValue()))
            .findFirst();
    var field = named.map(Map.Entry::getKey).orElse("query");
    var value = named.map(pair -> " " + pair.getValue()).orElse("");
    return new Problem(
        400,
        "invalid_parameter",
        "A parameter in the address has a value of the wrong kind.",
        List.of(
            new FieldProblem(
                field,
                "The value%s cannot be read.".formatted(value),
                "Give a value of the documented type.")));
  }

  private static Stream<Map.Entry<String, String>> pairs(
      MultivaluedMap<String, String> parameters) {
    return parameters.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(value -> Map.entry(entry.getKey(), value)));
  }
}
