package io.tradewind.server.signin;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.signin.People.Standing;
import io.tradewind.server.signin.People.Wish;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Lets in whoever an issuer vouches for. A person is written down at the first sign-in, with no
 * role but what the issuer's groups and organizations say; what they say now replaces what they
 * said.
 */
@Singleton
class Newcomers {
  private static final Duration TOLD_LATELY = Duration.ofMinutes(1);
  private static final int MOST_REMEMBERED = 10_000;
  private static final int LONGEST_NAME = 200;

  private static final String PERSON =
      """
      insert into person (id, issuer, subject, name, email, created_at, seen_at) values ($1, $2, $3, $4, $5, $6, $6)
      on conflict (issuer, subject)
        do update set name = excluded.name, email = excluded.email, seen_at = excluded.seen_at
      returning id
      """;

  private static final String FORGET =
      """
      delete from member where person = $1 and source = 'issuer' and organization not in (
        select id from organization where alias = any ($2::text[]) and coalesce(issuer, $4::text) = $3::text)
        and not ($5::boolean and organization = $6)
      """;

  private static final String TELL =
      """
      insert into member (organization, person, source, roles, changed_at, changed_by)
      select organization.id, $1::uuid, 'issuer', $3::text[], $6::timestamptz, left($4::text, 200) from organization
      where (alias = $2::text and coalesce(issuer, $5::text) = $4::text) or ($2::text = '' and id = $7::uuid)
      on conflict (organization, person, source)
        do update set roles = excluded.roles, changed_at = excluded.changed_at, changed_by = excluded.changed_by
        where member.roles is distinct from excluded.roles
      """;

  private record Told(Claims claims, UUID person, Instant at) {}

  private final Map<String, Told> told = new ConcurrentHashMap<>();
  private final ScopedPool pool;
  private final People people;
  private final Issuers issuers;
  private final Clock clock;

  Newcomers(ScopedPool pool, People people, Issuers issuers, Clock clock) {
    this.pool = pool;
    this.people = people;
    this.issuers = issuers;
    this.clock = clock;
  }

  /** Who this is here, in the organization that the request wishes. */
  Uni<Optional<Standing>> admit(JsonWebToken token, Wish wish) {
    Claims claims = Claims.of(token, issuers.groupsClaim(), issuers.brokerAdminGroup());
    return person(claims).chain(person -> people.standing(person, wish));
  }

  /** Written down when they say something new, and once a minute. */
  private Uni<UUID> person(Claims claims) {
    String key = claims.issuer() + " " + claims.subject();
    Instant now = clock.instant();
    Told before = told.get(key);
    if (before != null
        && before.claims().equals(claims)
        && before.at().plus(TOLD_LATELY).isAfter(now)) {
      return Uni.createFrom().item(before.person());
    }
    return pool.within(Scope.BROKER, connection -> write(connection, claims, now))
        .invoke(person -> remember(key, new Told(claims, person, now)));
  }

  private void remember(String key, Told fresh) {
    if (told.size() >= MOST_REMEMBERED) {
      told.clear();
    }
    told.put(key, fresh);
  }

  private Uni<UUID> write(SqlConnection connection, Claims claims, Instant now) {
    var time = now.atOffset(ZoneOffset.UTC);
    String name = claims.name().substring(0, Math.min(LONGEST_NAME, claims.name().length()));
    List<Object> arguments = new ArrayList<>();
    arguments.add(UUID.randomUUID());
    arguments.add(claims.issuer());
    arguments.add(claims.subject());
    arguments.add(name);
    arguments.add(claims.email().orElse(null));
    arguments.add(time);
    return connection
        .preparedQuery(PERSON)
        .execute(Tuple.from(arguments))
        .map(rows -> rows.iterator().next().getUUID("id"))
        .call(person -> forget(connection, person, claims))
        .call(person -> tell(connection, person, claims, now));
  }

  private Uni<Void> forget(SqlConnection connection, UUID person, Claims claims) {
    return connection
        .preparedQuery(FORGET)
        .execute(
            Tuple.of(
                person,
                claims.memberships().keySet().toArray(String[]::new),
                claims.issuer(),
                first(),
                runsBroker(claims),
                Tenants.DEFAULT_ORGANIZATION))
        .replaceWithVoid();
  }

  private Uni<Void> tell(SqlConnection connection, UUID person, Claims claims, Instant now) {
    List<Tuple> rows = new ArrayList<>();
    claims
        .memberships()
        .forEach((alias, roles) -> rows.add(row(person, alias, roles, claims, now)));
    if (runsBroker(claims)) {
      rows.add(row(person, "", Set.of(Role.values()), claims, now));
    }
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : connection.preparedQuery(TELL).executeBatch(rows).replaceWithVoid();
  }

  private Tuple row(UUID person, String alias, Set<Role> roles, Claims claims, Instant now) {
    String[] names = roles.stream().map(Role::wireName).sorted().toArray(String[]::new);
    return Tuple.from(
        List.of(
            person,
            alias,
            names,
            claims.issuer(),
            first(),
            now.atOffset(ZoneOffset.UTC),
            Tenants.DEFAULT_ORGANIZATION));
  }

  /** A further issuer has no say in who runs the broker. */
  private boolean runsBroker(Claims claims) {
    return claims.runsBroker() && claims.issuer().equals(first());
  }

  private String first() {
    return issuers.first().orElse("");
  }
}
