package io.tradewind.server.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.Secret;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads the settings of an account as they are sent. What was written is never quoted, since a
 * secret may stand in any place.
 */
final class AccountBody {
  private static final int LONGEST = 32 * 1024;

  private final JsonNode tree;
  private final List<FieldProblem> problems = new ArrayList<>();

  private AccountBody(JsonNode tree) {
    this.tree = tree;
  }

  static AccountBody parse(ObjectMapper json, String body) {
    try {
      JsonNode tree = json.readTree(body);
      if (tree.isObject()) {
        return new AccountBody(tree);
      }
    } catch (JsonProcessingException e) {
      throw unreadable();
    }
    throw unreadable();
  }

  /** Its complaint would quote the text. */
  private static ProblemException unreadable() {
    return ProblemException.field(
        "body",
        "The body is no JSON object.",
        "Send {\"provider\": \"aws\", \"name\": \"…\", \"settings\": {…}}.");
  }

  String text(String field, String pattern, String advice) {
    JsonNode value = tree.path(field);
    if (value.isTextual() && value.textValue().strip().matches(pattern)) {
      return value.textValue().strip();
    }
    throw ProblemException.field(field, "%s is missing or not valid.".formatted(field), advice);
  }

  /**
   * @param kept settings that are there already and stay where nothing is sent for them
   * @throws ProblemException 422 with every field that is wrong
   */
  AccountStore.Draft settings(
      AccountKind kind, References references, UUID organization, AccountStore.Draft kept) {
    Map<String, String> plain = new HashMap<>(kept.plain());
    Map<String, Secret> secrets = new HashMap<>(kept.secrets());
    JsonNode sent = tree.path("settings");
    unknown(kind, sent);
    for (Field field : kind.fields()) {
      JsonNode value = sent.path(field.key());
      if (value.isTextual() || value.isNull()) {
        plain.remove(field.key());
        secrets.remove(field.key());
      }
      if (value.isTextual() && !value.textValue().isBlank()) {
        take(field, value.textValue().strip(), references, organization, plain, secrets);
      } else if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
        problem(field.key(), "It is no text.", "Send a text.");
      }
      boolean isThere = plain.containsKey(field.key()) || secrets.containsKey(field.key());
      if (field.required() && !isThere && isFine(field.key())) {
        problem(field.key(), "%s is missing.".formatted(field.label()), field.meaning());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(
          422,
          "account_invalid",
          "The settings have %d problem%s; nothing was changed."
              .formatted(problems.size(), problems.size() == 1 ? "" : "s"),
          problems);
    }
    return new AccountStore.Draft(plain, secrets);
  }

  private void unknown(AccountKind kind, JsonNode sent) {
    Set<String> known = kind.fields().stream().map(Field::key).collect(Collectors.toSet());
    long strangers = 0;
    for (var names = sent.fieldNames(); names.hasNext(); ) {
      strangers += known.contains(names.next()) ? 0 : 1;
    }
    if (strangers > 0) {
      problems.add(
          new FieldProblem(
              "settings",
              "%d settings are not among those of an account at %s."
                  .formatted(strangers, kind.title()),
              "Known are: "
                  + kind.fields().stream().map(Field::key).collect(Collectors.joining(", "))
                  + "."));
    }
  }

  private void take(
      Field field,
      String value,
      References references,
      UUID organization,
      Map<String, String> plain,
      Map<String, Secret> secrets) {
    if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
      problem(field.key(), "It is longer than %d letters.".formatted(LONGEST), "Shorten it.");
      return;
    }
    try {
      switch (field.form()) {
        case TEXT -> plain.put(field.key(), value);
        case SECRET -> {
          if (References.isOne(value)) {
            Secret unused = new Secret(references.text(organization, value));
            plain.put(field.key(), value);
          } else {
            secrets.put(field.key(), new Secret(value));
          }
        }
        case FILE -> {
          java.nio.file.Path unused = references.file(organization, value);
          plain.put(field.key(), value);
        }
      }
    } catch (IllegalArgumentException e) {
      problem(field.key(), String.valueOf(e.getMessage()), field.meaning());
    }
  }

  private boolean isFine(String key) {
    return problems.stream().noneMatch(it -> it.field().equals("settings." + key));
  }

  private void problem(String key, String message, String advice) {
    problems.add(new FieldProblem("settings." + key, message, advice));
  }
}
