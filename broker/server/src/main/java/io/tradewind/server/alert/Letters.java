package io.tradewind.server.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.Delivery.Result;
import io.tradewind.server.mail.Letter;
import io.tradewind.server.mail.Mailbox;
import io.tradewind.server.mail.Post;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Optional;

/** Messages of budgets in words, for people. */
@Singleton
class Letters {
  private static final int NO_SUCH_MAILBOX_EVER = 550;

  private static final String TEXT =
      """
      The budget "%s" has reached its threshold of %s %%.

      Spent: %s of %s %s
      Held for what runs: %s %s
      Period: %s
      At: %s

      %s

      This address stands in the budget's settings, with those who may change it:
      GET, PUT /api/v1/budgets/%s
      """;

  private final Post post;
  private final ObjectMapper json;

  Letters(Post post, ObjectMapper json) {
    this.post = post;
    this.json = json;
  }

  boolean areSent() {
    return post.isOpen();
  }

  /** The answer never fails. */
  Uni<Result> send(Delivery delivery, Mailbox to) {
    if (!post.delivers(to)) {
      return Uni.createFrom()
          .item(
              new Result.Failed(
                  Optional.of(NO_SUCH_MAILBOX_EVER),
                  "Not sent: tradewind.mail.domains does not name its domain.",
                  true));
    }
    return post.send(letter(delivery, to)).map(Letters::result);
  }

  Letter letter(Delivery delivery, Mailbox to) {
    JsonNode told = read(delivery.body());
    String name = told.path("name").asText().replaceAll("\\p{Cntrl}+", " ");
    String action = told.path("action").asText();
    String percent = told.path("percent").decimalValue().stripTrailingZeros().toPlainString();
    return new Letter(
        delivery.id(),
        to,
        "Budget \"%s\": %s %% are spent (%s)".formatted(name, percent, action),
        TEXT.formatted(
            name,
            percent,
            plain(told, "used"),
            plain(told, "amount"),
            told.path("currency").asText(),
            plain(told, "held"),
            told.path("currency").asText(),
            told.path("period").asText(),
            told.path("at").asText(),
            consequence(action),
            told.path("budget").asText()));
  }

  private static String consequence(String action) {
    return switch (action) {
      case "block" -> "No new lease begins until the budget is raised or begins anew.";
      case "stop" ->
          "Leases that run are ended, and no new one begins, until the budget is raised or begins anew.";
      default -> "This is a warning: everything goes on.";
    };
  }

  /** Without the zeros that nobody wrote. */
  private static String plain(JsonNode told, String field) {
    return new BigDecimal(told.path(field).asText("0")).stripTrailingZeros().toPlainString();
  }

  private JsonNode read(String body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The message of a budget is no JSON.", e);
    }
  }

  private static Result result(Post.Result result) {
    if (result instanceof Post.Result.Refused refused) {
      return new Result.Failed(refused.status(), refused.why(), refused.hopeless());
    }
    return new Result.Taken(250);
  }
}
