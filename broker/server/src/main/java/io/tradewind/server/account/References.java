package io.tradewind.server.account;

import io.tradewind.server.config.TradewindConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings that stand somewhere else: {@code env:NAME} and {@code file:NAME}, as far as the
 * operator allows them to this organization. Else an organization could name another one's.
 */
@Singleton
class References {
  static final String FILE = "file:";
  static final String VARIABLE = "env:";

  private final Optional<Path> folder;
  private final Set<String> variables;
  private final UnaryOperator<@Nullable String> environment;

  @Inject
  References(TradewindConfig config) {
    this(config.account().folder(), config.account().variables().orElse(""), System::getenv);
  }

  References(Optional<Path> folder, String variables, UnaryOperator<@Nullable String> environment) {
    this.folder = folder;
    this.variables =
        Arrays.stream(variables.split(","))
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    this.environment = environment;
  }

  static boolean isOne(String text) {
    return text.startsWith(FILE) || text.startsWith(VARIABLE);
  }

  /**
   * What the reference leads to now.
   *
   * @throws IllegalArgumentException where it leads nowhere, or is not allowed; the message says
   *     what the operator could do
   */
  String text(UUID organization, String reference) {
    if (reference.startsWith(VARIABLE)) {
      return variable(organization, reference.substring(VARIABLE.length()));
    }
    Path file = file(organization, reference);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("%s cannot be read.".formatted(reference), e);
    }
  }

  /**
   * @throws IllegalArgumentException as {@link #text}
   */
  Path file(UUID organization, String reference) {
    String name = reference.startsWith(FILE) ? reference.substring(FILE.length()) : "";
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "That is no file:NAME; a name has letters, digits, '.', '_' and '-', and no folder.");
    }
    Path file =
        folder
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "This broker takes no settings from files; its operator would set"
                            + " tradewind.account.folder."))
            .resolve(organization.toString())
            .resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "There is no %s for the organization %s.".formatted(reference, organization));
    }
    return file;
  }

  private String variable(UUID organization, String name) {
    if (!variables.contains(organization + "/" + name)) {
      throw new IllegalArgumentException(
          "env:%s is not allowed to the organization; its operator would add %s/%s to tradewind.account.variables."
              .formatted(name, organization, name));
    }
    String value = environment.apply(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("env:%s is not set for this broker.".formatted(name));
    }
    return value.strip();
  }
}
