package io.tradewind.server.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says of a JSON or YAML body where it is wrong. Class names and other inner matters stay inside.
 */
final class BodyProblems {
  private static final String BODY = "body";

  private BodyProblems() {}

  static Problem of(JsonProcessingException wrong) {
    if (wrong instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return new Problem(
          400, "invalid_field", "The body has a wrong field.", List.of(field(mapping)));
    }
    return malformed(wrong);
  }

  private static Problem malformed(JsonProcessingException wrong) {
    var where = position(wrong.getLocation());
    var message =
        wrong instanceof MismatchedInputException
            ? "The body is empty or of another kind than expected" + where + "."
            : firstLine(wrong) + where + ".";
    var advice = "Check brackets, quotes and indentation at that place and just before it.";
    return new Problem(
        400,
        "malformed_body",
        "The body cannot be read" + where + ".",
        List.of(new FieldProblem(BODY, message, advice)));
  }

  private static FieldProblem field(JsonMappingException wrong) {
    var path = path(wrong);
    var where = position(wrong.getLocation());
    if (wrong instanceof UnrecognizedPropertyException unknown) {
      var known =
          Optional.ofNullable(unknown.getKnownPropertyIds()).stream()
              .flatMap(Collection::stream)
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      return new FieldProblem(
          path, "There is no such field" + where + ".", "Known are: " + known + ".");
    }
    if (wrong instanceof InvalidFormatException format) {
      return new FieldProblem(
          path,
          "The value %s does not fit%s.".formatted(format.getValue(), where),
          "Give a value of the documented type.");
    }
    if (wrong instanceof ValueInstantiationException refused
        && refused.getCause() instanceof IllegalArgumentException reason) {
      return new FieldProblem(path, String.valueOf(reason.getMessage()), "Correct this value.");
    }
    return new FieldProblem(
        path,
        "The value is of another kind than expected" + where + ".",
        "Give a value of the documented type.");
  }

  private static String path(JsonMappingException wrong) {
    var path = new StringBuilder();
    for (var step : wrong.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String position(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String firstLine(JsonProcessingException wrong) {
    return Optional.ofNullable(wrong.getOriginalMessage())
        .flatMap(message -> message.lines().findFirst())
        .map(line -> line.replaceFirst("\\.$", ""))
        .orElse("The text is not well formed");
  }
}
