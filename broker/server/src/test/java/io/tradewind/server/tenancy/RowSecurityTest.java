package io.tradewind.server.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Sql;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The database itself keeps tenants apart, whatever the application asks it. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class RowSecurityTest {
  /** What is the same for everybody, and names no tenant. */
  private static final Set<String> OF_NOBODY =
      Set.of(
          "availability_change",
          "exchange_rate",
          "flyway_schema_history",
          "installation",
          "launch",
          "price_change",
          "price_latest");

  @Inject Sql sql;
  @Inject ScopedPool pool;
  @Inject io.vertx.sqlclient.Pool bare;

  @Test
  void everyTableIsClosedOrBelongsToNobody() {
    List<String> open =
        names(
            """
            select relname from pg_class
            where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
              and not (relrowsecurity and relforcerowsecurity and exists (select from pg_policy where polrelid = pg_class.oid))
            """);
    assertThat(open)
        .as("tables without a policy; see afterMigrate.sql")
        .allMatch(OF_NOBODY::contains);
  }

  @Test
  void noTableOfATenantIsOpen() {
    assertThat(
            names(
                """
                select relname from pg_class join pg_attribute on attrelid = pg_class.oid
                where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
                  and attname = 'organization' and not attisdropped
                  and not (relrowsecurity and relforcerowsecurity and exists (select from pg_policy where polrelid = pg_class.oid))
                """))
        .isEmpty();
  }

  @Test
  void theApplicationIsNoSuperuser() {
    assertThat(
            bare(
                "select (rolsuper or rolbypassrls)::text from pg_roles where rolname = current_user"))
        .containsExactly("false");
  }

  @Test
  void aConnectionThatActsForNobodySeesNoTenant() {
    assertThat(sql.number("select count(*) from organization")).isPositive();
    assertThat(bare("select name from organization")).isEmpty();
    assertThat(bare("select name from project")).isEmpty();
  }

  @Test
  void theScopeEndsWithItsTransaction() {
    assertThat(within(Scope.BROKER, "select name from organization")).isNotEmpty();
    for (int i = 0; i < 20; i++) {
      assertThat(bare("select name from organization")).isEmpty();
    }
  }

  @Test
  void aTenantSeesAndChangesItsOwnRowsAlone() {
    UUID one = organization();
    UUID two = organization();
    assertThat(within(Scope.of(one), "select id::text from organization"))
        .containsExactly(one.toString());
    assertThat(
            within(
                Scope.of(one),
                "update organization set name = 'mine' where id = '%s' returning name"
                    .formatted(two)))
        .isEmpty();
    assertThatThrownBy(
            () ->
                within(
                    Scope.of(one),
                    "insert into project (id, organization, name) values ('%s', '%s', 'x') returning name"
                        .formatted(UUID.randomUUID(), two)))
        .hasMessageContaining("row-level security");
  }

  private UUID organization() {
    UUID id = UUID.randomUUID();
    sql.run("insert into organization (id, name) values ('%s', 'T')".formatted(id));
    return id;
  }

  private List<String> within(Scope scope, String statement) {
    return Database.await(
        pool.within(
            scope,
            connection ->
                connection
                    .query(statement)
                    .execute()
                    .map(
                        rows -> {
                          List<String> names = new ArrayList<>();
                          rows.forEach(row -> names.add(row.getString(0)));
                          return names;
                        })));
  }

  private List<String> names(String statement) {
    List<String> names = new ArrayList<>();
    for (Row row : sql.run(statement)) {
      names.add(row.getString(0));
    }
    return names;
  }

  /** Without a scope, which no code of the broker can. */
  private List<String> bare(String statement) {
    List<String> names = new ArrayList<>();
    Database.await(new io.vertx.mutiny.sqlclient.Pool(bare).query(statement).execute())
        .forEach(row -> names.add(row.getString(0)));
    return names;
  }
}
