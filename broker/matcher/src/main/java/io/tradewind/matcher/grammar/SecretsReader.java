package io.tradewind.matcher.grammar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code secrets}: names of the organization's secrets, each the variable it is given in, or
 * variables with the names of their secrets. What was written is never quoted, since somebody may
 * have put the secret itself there.
 */
final class SecretsReader {
  private static final int MOST = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private final Tree tree;
  private final Set<String> taken;
  private final Map<String, String> secrets = new LinkedHashMap<>();

  private SecretsReader(Tree tree, Set<String> taken) {
    this.tree = tree;
    this.taken = taken;
  }

  /**
   * @param taken variables that have a value already
   * @return the secrets' names by variable
   */
  static Map<String, String> read(Tree tree, Set<String> taken) {
    SecretsReader reader = new SecretsReader(tree, taken);
    if (tree.raw("secrets") instanceof Map<?, ?>) {
      tree.map("secrets").ifPresent(reader::byVariable);
    } else {
      tree.items("secrets").forEach(item -> reader.add(item.path(), item.value(), item.value()));
    }
    if (reader.secrets.size() > MOST) {
      tree.problem("secrets", "It names more than %d.".formatted(MOST), "Name fewer.");
    }
    return reader.secrets;
  }

  private void byVariable(Tree variables) {
    for (String variable : variables.keys()) {
      add(variables.path(variable), variable, variables.raw(variable));
    }
  }

  private void add(String path, @Nullable Object variable, @Nullable Object secret) {
    Optional<String> name = name(secret);
    Optional<String> into = name(variable);
    if (name.isEmpty() || into.isEmpty()) {
      tree.problems()
          .add(
              path,
              "It is no name of a secret.",
              "Write the name under which the secret is stored, such as HF_TOKEN; never the secret"
                  + " itself.");
    } else if (taken.contains(into.get())) {
      tree.problems()
          .add(
              path,
              "env sets %s as well.".formatted(into.get()),
              "Leave it out in one of the two.");
    } else {
      secrets.put(into.get(), name.get());
    }
  }

  private static Optional<String> name(@Nullable Object value) {
    return value instanceof String text && NAME.matcher(text).matches()
        ? Optional.of(text)
        : Optional.empty();
  }
}
