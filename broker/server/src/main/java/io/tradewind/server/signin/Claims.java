package io.tradewind.server.signin;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer says of a person: who they are, and the organizations in which they have a part.
 *
 * @param subject what the issuer calls them for ever
 * @param account by which people know them
 * @param email present when the issuer has verified it
 * @param memberships roles by the alias of the organization
 * @param runsBroker whether they are in the group that runs the broker
 */
record Claims(
    String issuer,
    String subject,
    String account,
    String name,
    Optional<String> email,
    Map<String, Set<Role>> memberships,
    boolean runsBroker) {
  private static final String ORGANIZATION = "organization";

  Claims {
    memberships = Map.copyOf(memberships);
  }

  static Claims of(JsonWebToken token, String groupsClaim, String brokerAdminGroup) {
    List<String> groups = strings(value(token, groupsClaim)).toList();
    Map<String, Set<Role>> memberships = new TreeMap<>();
    strings(value(token, ORGANIZATION)).forEach(alias -> add(memberships, alias, Role.VIEWER));
    groups.forEach(group -> add(memberships, group));
    String account =
        text(token, "preferred_username").or(() -> text(token, "azp")).orElse(token.getSubject());
    return new Claims(
        token.getIssuer(),
        token.getSubject(),
        account,
        text(token, "name").orElse(account),
        text(token, "email").filter(it -> isTrue(token.getClaim("email_verified"))),
        memberships,
        groups.contains(brokerAdminGroup));
  }

  /** {@code /alias} or {@code /alias/role}; nobody becomes a broker_admin that way. */
  private static void add(Map<String, Set<Role>> memberships, String group) {
    String[] parts = group.split("/", -1);
    if (parts.length >= 2 && parts[0].isEmpty() && !parts[1].isEmpty()) {
      add(memberships, parts[1], Role.VIEWER);
      if (parts.length == 3) {
        Role.named(parts[2])
            .filter(role -> role != Role.BROKER_ADMIN)
            .ifPresent(role -> add(memberships, parts[1], role));
      }
    }
  }

  private static void add(Map<String, Set<Role>> memberships, String alias, Role role) {
    memberships.computeIfAbsent(alias, any -> EnumSet.noneOf(Role.class)).add(role);
  }

  private static @Nullable Object value(JsonWebToken token, String claim) {
    return token.getClaim(claim);
  }

  /** An array of strings, one string, or an object whose keys count. */
  private static Stream<String> strings(@Nullable Object claim) {
    if (claim instanceof JsonArray array) {
      return array.stream().flatMap(Claims::strings);
    }
    if (claim instanceof JsonString one) {
      return Stream.of(one.getString());
    }
    if (claim instanceof JsonObject object) {
      return object.keySet().stream();
    }
    if (claim instanceof Iterable<?> many) {
      Stream.Builder<String> each = Stream.builder();
      many.forEach(one -> strings(one).forEach(each::add));
      return each.build();
    }
    return claim instanceof String text ? Stream.of(text) : Stream.empty();
  }

  private static Optional<String> text(JsonWebToken token, String claim) {
    return strings(value(token, claim)).findFirst().filter(text -> !text.isBlank());
  }

  private static boolean isTrue(@Nullable Object claim) {
    return Boolean.TRUE.equals(claim) || JsonValue.TRUE.equals(claim);
  }
}
