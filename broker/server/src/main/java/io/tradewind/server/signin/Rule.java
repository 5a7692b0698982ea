package io.tradewind.server.signin;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who may use an endpoint.
 *
 * @param asks it only asks, so that a token that may read may use it, and the audit log has no
 *     entry
 */
record Rule(Audience audience, Set<Role> roles, boolean asks) {
  /** The word behind a line for what is sent with a body, and changes nothing. */
  private static final String ASKS = "asks";

  /** Who is let in at all. */
  enum Audience {
    /** Without a sign-in. */
    ANYONE,
    /** Agents, whose credentials are checked where they are served. */
    AGENT,
    /** Every caller with a credential, for what is the caller's own. */
    SIGNED_IN,
    /** Those who have one of the roles in the organization for which they act. */
    ROLES
  }

  Rule {
    roles = Set.copyOf(roles);
    if ((audience == Audience.ROLES) == roles.isEmpty()) {
      throw new IllegalArgumentException(
          "A rule names roles exactly when it is for roles, not %s with %s."
              .formatted(audience, roles));
    }
  }

  /**
   * The cells of a line: its method, its path, one word or a mark for each role, and "asks" for a
   * question that is not a GET.
   */
  static Rule of(List<String> line, List<Role> columns) {
    boolean marked = line.get(line.size() - 1).equals(ASKS);
    boolean asks = marked || line.get(0).equals("GET");
    return of(
        line.subList(Permissions.CELLS_OF_ENDPOINT, line.size() - (marked ? 1 : 0)), columns, asks);
  }

  private static Rule of(List<String> cells, List<Role> columns, boolean asks) {
    if (cells.size() == 1) {
      return switch (cells.get(0)) {
        case "anyone" -> new Rule(Audience.ANYONE, Set.of(), asks);
        case "agent" -> new Rule(Audience.AGENT, Set.of(), asks);
        case "signed_in" -> new Rule(Audience.SIGNED_IN, Set.of(), asks);
        default -> throw new IllegalArgumentException("%s is no audience.".formatted(cells.get(0)));
      };
    }
    if (cells.size() != columns.size() || cells.stream().anyMatch(it -> !it.matches("[x.]"))) {
      throw new IllegalArgumentException(
          "%s is not one mark, x or a dot, for each of %s.".formatted(cells, columns));
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (int column = 0; column < columns.size(); column++) {
      if (cells.get(column).equals("x")) {
        roles.add(columns.get(column));
      }
    }
    return new Rule(Audience.ROLES, roles, asks);
  }

  boolean admits(Set<String> names) {
    return roles.stream().anyMatch(role -> names.contains(role.wireName()));
  }
}
