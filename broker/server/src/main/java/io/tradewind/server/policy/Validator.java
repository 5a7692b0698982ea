package io.tradewind.server.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.WebhookQuestion;
import io.tradewind.server.alert.WebhookQuestion.Answer;
import io.tradewind.server.alert.WebhookQuestion.UnansweredException;
import io.tradewind.server.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks an organization's own program whether something may be committed to. It answers 200 with
 * {@code {"allow": true}}, or {@code {"allow": false, "reason": "…"}}; whatever else comes, or
 * nothing in time, is a refusal.
 */
final class Validator {
  private static final int OK = 200;
  private static final int LONGEST_REASON = 500;

  private final WebhookQuestion webhook;
  private final ObjectMapper json;

  Validator(WebhookQuestion webhook, ObjectMapper json) {
    this.webhook = webhook;
    this.json = json;
  }

  /** Where it is; the secret signs what is sent. */
  record Address(String url, String secret, Duration limit) {
    @Override
    public String toString() {
      return url;
    }
  }

  /**
   * @param question JSON
   * @return fails with a {@link ProblemException} unless it is allowed
   */
  Uni<Void> require(Address address, String question, Instant now) {
    return webhook
        .ask(address.url(), address.secret(), question, address.limit(), now)
        .onFailure(UnansweredException.class)
        .transform(failure -> failed(String.valueOf(failure.getMessage())))
        .invoke(this::requireAllowed)
        .replaceWithVoid();
  }

  private void requireAllowed(Answer answer) {
    if (answer.status() != OK) {
      throw failed("it answered with status %d".formatted(answer.status()));
    }
    JsonNode verdict = verdict(answer.body());
    if (!verdict.path("allow").isBoolean()) {
      throw failed("its answer does not say whether to allow it");
    }
    if (!verdict.path("allow").asBoolean()) {
      throw new ProblemException(
          409,
          "validator_refused",
          "Your organization's validator does not allow it: %s Nothing was started."
              .formatted(reason(verdict.path("reason").asText(""))));
    }
  }

  private JsonNode verdict(String body) {
    try {
      JsonNode read = json.readTree(body);
      return read == null ? json.missingNode() : read;
    } catch (JsonProcessingException e) {
      throw failed("its answer is not JSON");
    }
  }

  /** What somebody else's program says is shown as one short line. */
  private static String reason(String said) {
    String line = said.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (line.isEmpty()) {
      return "it gave no reason.";
    }
    String shown = line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    return shown.endsWith(".") ? shown : shown + ".";
  }

  private static ProblemException failed(String why) {
    return new ProblemException(
        409,
        "validator_failed",
        "Your organization's validator could not be asked: %s. Without its word nothing is started. Try again, or ask a platform admin to look after it."
            .formatted(why));
  }
}
