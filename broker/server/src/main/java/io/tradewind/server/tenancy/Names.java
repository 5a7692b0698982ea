package io.tradewind.server.tenancy;

import io.tradewind.server.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What things may be called. */
final class Names {
  private static final int LONGEST = 200;
  private static final Pattern ALIAS = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

  private Names() {}

  /**
   * @throws ProblemException 400 naming {@code name}
   */
  static String name(@Nullable String given) {
    String name = Optional.ofNullable(given).map(String::strip).orElse("");
    if (name.isEmpty() || name.length() > LONGEST || name.indexOf('\0') >= 0) {
      throw ProblemException.field(
          "name", "A name has 1 to %d characters.".formatted(LONGEST), "Give a shorter name.");
    }
    return name;
  }

  /**
   * @throws ProblemException 400 naming {@code alias}
   */
  static Optional<String> alias(@Nullable String given) {
    Optional<String> alias = Optional.ofNullable(given);
    if (alias.filter(it -> !ALIAS.matcher(it).matches()).isPresent()) {
      throw ProblemException.field(
          "alias",
          "An alias has small letters, digits and hyphens, 60 at most.",
          "Use what the organization or group is called at the issuer.");
    }
    return alias;
  }
}
