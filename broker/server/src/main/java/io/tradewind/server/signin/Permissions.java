package io.tradewind.server.signin;

import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The table in {@code permissions.txt}: who may use which endpoint. What it does not name, nobody
 * may.
 */
@Singleton
public class Permissions {
  private static final String FILE = "io/tradewind/server/signin/permissions.txt";
  private static final String HEAD = "# method path";
  static final int CELLS_OF_ENDPOINT = 2;

  private final Map<String, Rule> rules;

  Permissions() {
    this.rules = Collections.unmodifiableMap(read());
  }

  /** HEAD is what GET would have answered, without the body. */
  Optional<Rule> of(Endpoint endpoint) {
    return Optional.ofNullable(rules.get(endpoint.toString()));
  }

  /** Whether using it changes nothing, whatever its method. */
  public boolean asks(Endpoint endpoint) {
    return of(endpoint).map(Rule::asks).orElse(false);
  }

  /** By endpoint, such as {@code GET /api/v1/me}. */
  Map<String, Rule> all() {
    return rules;
  }

  /** Tests bring endpoints, and a table, of their own. */
  private static Map<String, Rule> read() {
    Map<String, Rule> rules = new TreeMap<>();
    try {
      for (URL file :
          Collections.list(Thread.currentThread().getContextClassLoader().getResources(FILE))) {
        read(file, rules);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The table of permissions cannot be read.", e);
    }
    return rules;
  }

  private static void read(URL file, Map<String, Rule> rules) throws IOException {
    try (var reader =
        new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      List<Role> columns = columns(lines);
      for (String line : lines) {
        if (!line.isBlank() && !line.startsWith("#")) {
          List<String> cells = cells(line);
          String endpoint = String.join(" ", cells.subList(0, CELLS_OF_ENDPOINT));
          Rule rule = Rule.of(cells, columns);
          if (rules.putIfAbsent(endpoint, rule) != null) {
            throw new IllegalStateException("permissions.txt names %s twice.".formatted(endpoint));
          }
        }
      }
    }
  }

  private static List<Role> columns(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(HEAD))
        .findFirst()
        .map(line -> cells(line.substring(HEAD.length())))
        .orElseThrow(() -> new IllegalStateException("permissions.txt has no head."))
        .stream()
        .map(name -> Role.named(name).orElseThrow())
        .collect(Collectors.toList());
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\s+")).filter(cell -> !cell.isEmpty()).toList();
  }
}
