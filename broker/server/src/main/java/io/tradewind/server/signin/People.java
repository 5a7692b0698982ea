package io.tradewind.server.signin;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * People and where they belong. Read before it is known for whom the caller acts, so in the
 * broker's own name, and always of one person.
 */
@Singleton
class People {
  /** The longest membership first, unless one is asked for by id or alias. */
  private static final String STANDING =
      """
      select person.name, person.subject, belongs.organization, belongs.roles,
        (select project.id from project where project.organization = belongs.organization
           and ($3 = '' or project.id::text = $3) order by created_at, id limit 1) as project
      from person left join lateral (
        select member.organization, min(member.changed_at) as since, array_agg(distinct role) as roles
        from member, unnest(member.roles) as role where member.person = person.id group by member.organization
      ) as belongs on $2 = '' or belongs.organization::text = $2
          or belongs.organization = (select id from organization where alias = $2)
      where person.id = $1 order by since, belongs.organization limit 1
      """;

  private final ScopedPool pool;

  People(ScopedPool pool) {
    this.pool = pool;
  }

  /**
   * Which organization and project a request asks for; empty where it leaves that to the broker.
   */
  record Wish(String organization, String project) {
    static final Wish NONE = new Wish("", "");

    boolean isNone() {
      return organization.isEmpty() && project.isEmpty();
    }
  }

  /** A person in one of their organizations, or in none. */
  record Standing(
      UUID person,
      String subject,
      String name,
      Optional<UUID> organization,
      Optional<UUID> project,
      Set<String> roles) {
    Standing {
      roles = Set.copyOf(roles);
    }
  }

  /** Empty when there is no such person any more. */
  Uni<Optional<Standing>> standing(UUID person, Wish wish) {
    return pool.within(
        Scope.BROKER,
        connection ->
            connection
                .preparedQuery(STANDING)
                .execute(Tuple.of(person, wish.organization(), wish.project()))
                .map(
                    rows ->
                        rows.size() == 0
                            ? Optional.empty()
                            : Optional.of(standing(person, rows.iterator().next()))));
  }

  private static Standing standing(UUID person, Row row) {
    return new Standing(
        person,
        row.getString("subject"),
        row.getString("name"),
        Optional.ofNullable(row.getUUID("organization")),
        Optional.ofNullable(row.getUUID("project")),
        roles(row.getArrayOfStrings("roles")));
  }

  static Set<String> roles(String @Nullable [] roles) {
    return roles == null ? Set.of() : Set.of(roles);
  }
}
