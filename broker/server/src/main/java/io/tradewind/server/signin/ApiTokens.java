package io.tradewind.server.signin;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.signin.People.Standing;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** API tokens in the database: their hashes, and what each may do at most. */
@Singleton
class ApiTokens {
  private static final String INSERT =
      """
      insert into api_token (id, organization, project, person, name, hash, hint, roles, access, created_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """;

  private static final String OF_ORGANIZATION =
      """
      select api_token.*, person.subject from api_token join person on person.id = api_token.person
      where api_token.organization = $1 and ($2::uuid is null or api_token.person = $2)
      order by api_token.created_at desc, api_token.id limit 1000
      """;

  private static final String REVOKE =
      """
      update api_token set revoked_at = coalesce(revoked_at, $4)
      where organization = $1 and id = $2 and ($3::uuid is null or person = $3)
      """;

  /** Whoever left the organization, or lost a role, has tokens that can do as little. */
  private static final String FIND =
      """
      select api_token.*, person.subject, person.name as person_name,
        array(select distinct role from member, unnest(member.roles) as role
              where member.person = api_token.person and member.organization = api_token.organization
                and role = any (api_token.roles)) as held
      from api_token join person on person.id = api_token.person
      where hash = $1 and revoked_at is null and expires_at > $2
      """;

  /** Once a minute is exact enough, and spares a write for each request. */
  private static final String USED =
      """
      update api_token set last_used_at = $2
      where hash = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')
      """;

  private final ScopedPool pool;
  private final Clock clock;

  ApiTokens(ScopedPool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** Empty for a token that is not known, or not any more. */
  Uni<Optional<SecurityIdentity>> identify(String presented) {
    if (!ApiToken.isWellFormed(presented)) {
      return Uni.createFrom().item(Optional.empty());
    }
    String hash = Digests.sha256(presented);
    OffsetDateTime now = now();
    return pool.within(
        Scope.BROKER,
        connection ->
            connection
                .preparedQuery(FIND)
                .execute(Tuple.of(hash, now))
                .chain(rows -> used(connection, rows, hash, now)));
  }

  private static Uni<Optional<SecurityIdentity>> used(
      SqlConnection connection, RowSet<Row> rows, String hash, OffsetDateTime now) {
    if (rows.size() == 0) {
      return Uni.createFrom().item(Optional.empty());
    }
    Optional<SecurityIdentity> identity = Optional.of(identity(rows.iterator().next()));
    return connection.preparedQuery(USED).execute(Tuple.of(hash, now)).replaceWith(identity);
  }

  private static SecurityIdentity identity(Row row) {
    Standing standing =
        new Standing(
            row.getUUID("person"),
            row.getString("subject"),
            row.getString("person_name"),
            Optional.of(row.getUUID("organization")),
            Optional.of(row.getUUID("project")),
            People.roles(row.getArrayOfStrings("held")));
    return Identities.ofToken(
        standing, row.getUUID("id"), row.getString("access").equals(ApiTokenRequest.READ));
  }

  /** Keeps what is to be known of a new token. */
  Uni<ApiTokenView> add(Caller caller, ApiToken token, ApiTokenRequest request) {
    OffsetDateTime now = now();
    var view =
        new ApiTokenView(
            UUID.randomUUID(),
            request.name(),
            token.hint(),
            caller.subject(),
            request.rolesOf(caller),
            request.access(),
            now.toInstant(),
            now.plus(request.validity()).toInstant(),
            null,
            null);
    return pool.preparedQuery(INSERT)
        .execute(
            Tuple.from(
                List.of(
                    view.id(),
                    caller.organization(),
                    caller.project(),
                    caller.person(),
                    view.name(),
                    token.hash(),
                    view.hint(),
                    view.roles().toArray(String[]::new),
                    view.access(),
                    now,
                    now.plus(request.validity()))))
        .replaceWith(view);
  }

  /** Of one person, or of all of the organization; the newest first. */
  Uni<List<ApiTokenView>> of(UUID organization, Optional<UUID> person) {
    return pool.preparedQuery(OF_ORGANIZATION)
        .execute(Tuple.of(organization, person.orElse(null)))
        .map(
            rows -> StreamSupport.stream(rows.spliterator(), false).map(ApiTokenView::of).toList());
  }

  /** False when there is no such token. Revoking it again changes nothing. */
  Uni<Boolean> revoke(UUID organization, UUID token, Optional<UUID> person) {
    return pool.preparedQuery(REVOKE)
        .execute(Tuple.of(organization, token, person.orElse(null), now()))
        .map(rows -> rows.rowCount() > 0);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
