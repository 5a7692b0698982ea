package io.tradewind.server.signin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a member does in an organization. What each may do is written in {@code permissions.txt}
 * beside this class; nothing else grants anything.
 */
public enum Role {
  /** Looks at the market and at what runs. The least, which everybody begins with. */
  VIEWER,
  /** Runs workloads and lists what they cost. */
  DEVELOPER,
  /** Members, projects, tokens of others, and the organization's settings. */
  PLATFORM_ADMIN,
  /** What was used and what it costs. */
  FINANCE,
  /** Reads everything of the organization, changes nothing. */
  AUDITOR,
  /** Lists the organization's own sites. */
  PROVIDER_OPERATOR,
  /** Runs the broker: organizations, its prices, its feeds. Granted only by its like. */
  BROKER_ADMIN;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> named(String name) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(name)).findFirst();
  }

  static Set<String> allNames() {
    return Stream.of(values()).map(Role::wireName).collect(Collectors.toUnmodifiableSet());
  }
}
