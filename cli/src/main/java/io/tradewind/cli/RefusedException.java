package io.tradewind.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The broker said no, or the wish cannot be put to it. The message says why and what to do. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }

  /**
   * @param problem as RFC 9457 has it; anything else is quoted
   */
  static RefusedException of(int status, JsonNode problem) {
    StringBuilder text = new StringBuilder();
    text.append(problem.path("detail").asText(problem.path("title").asText("The broker refuses")));
    text.append(" (").append(status);
    if (problem.hasNonNull("code")) {
      text.append(", ").append(problem.path("code").asText());
    }
    text.append(')');
    for (JsonNode error : problem.path("errors")) {
      text.append(System.lineSeparator()).append("  ");
      text.append(error.path("field").asText()).append(": ");
      text.append(error.path("message").asText()).append(' ');
      text.append(error.path("advice").asText());
    }
    if (status == 401) {
      text.append(System.lineSeparator())
          .append("  Set TRADEWIND_TOKEN to a token of yours: POST /api/v1/api-tokens makes one.");
    }
    return new RefusedException(text.toString());
  }
}
