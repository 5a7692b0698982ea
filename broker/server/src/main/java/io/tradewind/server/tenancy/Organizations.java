package io.tradewind.server.tenancy;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Role;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Organizations, projects and members in the database. */
@Singleton
class Organizations {
  private static final String NOT_UNIQUE = "23505";

  /** Those of one person, across organizations; so in the broker's own name. */
  private static final String OF_PERSON =
      """
      select organization.id, organization.name, organization.alias,
        array(select distinct role from member, unnest(member.roles) as role
              where member.person = $1 and member.organization = organization.id order by role) as roles
      from organization where exists (select from member where member.person = $1 and member.organization = organization.id)
      order by organization.name, organization.id
      """;

  private static final String FOUND =
      "insert into organization (id, name, alias, issuer, created_at) values ($1, $2, $3, $4, $5)";

  private static final String START_PROJECT =
      "insert into project (id, organization, name, created_at) values ($1, $2, $3, $4)";

  private static final String PROJECTS =
      "select id, name, created_at from project where organization = $1 order by created_at, id";

  private static final String MEMBERS =
      """
      select person.id, person.name, person.email, person.subject, person.seen_at,
        array_agg(distinct role order by role) as roles,
        coalesce(bool_or(source = 'granted'), false) as granted
      from member join person on person.id = member.person, unnest(member.roles) as role
      where member.organization = $1 and ($2::uuid is null or person.id = $2)
      group by person.id order by person.name, person.id
      """;

  private static final String FIND_PERSON =
      "select id from person where id::text = $1 or lower(email) = lower($1) order by seen_at desc limit 1";

  private static final String GRANT =
      """
      insert into member (organization, person, source, roles, changed_at, changed_by)
      values ($1, $2, 'granted', $3, $4, $5)
      on conflict (organization, person, source)
        do update set roles = excluded.roles, changed_at = excluded.changed_at, changed_by = excluded.changed_by
      """;

  private static final String REVOKE =
      "delete from member where organization = $1 and person = $2 and source = 'granted'";

  private final ScopedPool pool;
  private final Clock clock;

  Organizations(ScopedPool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  @Schema(name = "Organization")
  record OrganizationView(
      @Schema(required = true) UUID id,
      @Schema(required = true) String name,
      @Schema(required = true, nullable = true) @Nullable String alias,
      @Schema(required = true, description = "Yours there.") List<String> roles) {}

  @Schema(name = "Project")
  record ProjectView(
      @Schema(required = true) UUID id,
      @Schema(required = true) String name,
      @Schema(required = true) java.time.Instant createdAt) {}

  @Schema(name = "Member")
  record MemberView(
      @Schema(required = true) UUID person,
      @Schema(required = true) String name,
      @Schema(required = true, nullable = true) @Nullable String email,
      @Schema(required = true) String subject,
      @Schema(required = true) List<String> roles,
      @Schema(required = true, description = "Whether some are granted here, not by the issuer.")
          boolean granted,
      @Schema(required = true) java.time.Instant seenAt) {}

  Uni<List<OrganizationView>> ofPerson(UUID person) {
    return pool.within(
        Scope.BROKER,
        connection ->
            connection
                .preparedQuery(OF_PERSON)
                .execute(Tuple.of(person))
                .map(rows -> list(rows, Organizations::organization)));
  }

  /** With a first project, and its founder as a member who may add others. */
  Uni<OrganizationView> found(
      String name, Optional<String> alias, Optional<String> issuer, UUID founder, String by) {
    UUID id = UUID.randomUUID();
    String[] roles = {Role.BROKER_ADMIN.wireName(), Role.PLATFORM_ADMIN.wireName()};
    Tuple organization = Tuple.of(id, name, alias.orElse(null), issuer.orElse(null), now());
    return pool.within(
            Scope.BROKER,
            connection ->
                run(connection, FOUND, organization)
                    .chain(() -> start(connection, id, "Default"))
                    .chain(() -> run(connection, GRANT, Tuple.of(id, founder, roles, now(), by))))
        .onFailure(Organizations::isDuplicate)
        .transform(taken -> conflict("alias_taken", "Another organization has this alias."))
        .replaceWith(new OrganizationView(id, name, alias.orElse(null), List.of(roles)));
  }

  Uni<List<ProjectView>> projects(UUID organization) {
    return pool.preparedQuery(PROJECTS)
        .execute(Tuple.of(organization))
        .map(rows -> list(rows, Organizations::project));
  }

  Uni<ProjectView> startProject(UUID organization, String name) {
    return pool.withTransaction(connection -> start(connection, organization, name))
        .onFailure(Organizations::isDuplicate)
        .transform(taken -> conflict("name_taken", "There is a project with this name."));
  }

  private Uni<ProjectView> start(SqlConnection connection, UUID organization, String name) {
    var project = new ProjectView(UUID.randomUUID(), name, clock.instant());
    return run(connection, START_PROJECT, Tuple.of(project.id(), organization, name, now()))
        .replaceWith(project);
  }

  Uni<List<MemberView>> members(UUID organization) {
    return members(organization, Optional.empty());
  }

  private Uni<List<MemberView>> members(UUID organization, Optional<UUID> person) {
    return pool.preparedQuery(MEMBERS)
        .execute(Tuple.of(organization, person.orElse(null)))
        .map(rows -> list(rows, Organizations::member));
  }

  /**
   * Somebody who has signed in before, by id or e-mail; they belong to nobody yet, so all are
   * looked through.
   */
  Uni<Optional<UUID>> person(String named) {
    return pool.within(
        Scope.BROKER,
        connection ->
            connection
                .preparedQuery(FIND_PERSON)
                .execute(Tuple.of(named))
                .map(
                    rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                            .map(row -> row.getUUID("id"))
                            .findFirst()));
  }

  /** In place of the roles that were granted to this person before. */
  Uni<MemberView> grant(UUID organization, UUID person, Set<Role> roles, String by) {
    String[] names = roles.stream().map(Role::wireName).sorted().toArray(String[]::new);
    return pool.preparedQuery(GRANT)
        .execute(Tuple.of(organization, person, names, now(), by))
        .chain(() -> members(organization, Optional.of(person)))
        .map(found -> found.get(0));
  }

  /** False when nothing was granted. What the issuer says stays. */
  Uni<Boolean> revoke(UUID organization, UUID person) {
    return pool.preparedQuery(REVOKE)
        .execute(Tuple.of(organization, person))
        .map(rows -> rows.rowCount() > 0);
  }

  private static Uni<Void> run(SqlConnection connection, String sql, Tuple arguments) {
    return connection.preparedQuery(sql).execute(arguments).replaceWithVoid();
  }

  private static boolean isDuplicate(Throwable failure) {
    return failure instanceof PgException refusal && NOT_UNIQUE.equals(refusal.getSqlState());
  }

  private static ProblemException conflict(String code, String detail) {
    return new ProblemException(409, code, detail + " Choose another.");
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
    return StreamSupport.stream(rows.spliterator(), false).map(reader).toList();
  }

  private static OrganizationView organization(Row row) {
    return new OrganizationView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("alias"),
        List.of(row.getArrayOfStrings("roles")));
  }

  private static ProjectView project(Row row) {
    return new ProjectView(
        row.getUUID("id"), row.getString("name"), row.getOffsetDateTime("created_at").toInstant());
  }

  private static MemberView member(Row row) {
    return new MemberView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("email"),
        row.getString("subject"),
        List.of(row.getArrayOfStrings("roles")),
        row.getBoolean("granted"),
        row.getOffsetDateTime("seen_at").toInstant());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
