package io.tradewind.server.database;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A newer version adds columns while this one serves. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class KeptStatementsTest {
  /** More than there are connections, so that each of them has prepared what is asked. */
  private static final int TIMES = 40;

  private static final List<String> TABLES =
      List.of(
          "workload", "lease", "placement", "event", "policy", "policy_validator", "audit_entry");

  @Inject AgroalDataSource database;

  @Test
  void aColumnMoreDisturbsNobody() throws SQLException {
    everythingAnswers();
    alter("add column of_a_newer_version integer");
    try {
      everythingAnswers();
    } finally {
      alter("drop column of_a_newer_version");
    }
    everythingAnswers();
  }

  private static void everythingAnswers() {
    for (int i = 0; i < TIMES; i++) {
      QueryPlansTest.submit();
      Stream.of("policies", "audit", "workloads", "leases")
          .forEach(it -> asOwner().get("/api/v1/" + it).then().statusCode(200));
    }
  }

  private void alter(String change) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute("alter table %s %s".formatted(table, change));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from policy",
        "SELECT  *\nfrom policy",
        "select p.*, 1 from policy p",
        "select 1, * from policy",
        "insert into policy (id) values ($1) returning *",
        "select distinct * from policy"
      })
  void whatAnswersWithAllColumnsIsNotKept(String sql) {
    assertThat(KeptStatements.mayBeKept(sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select count(*) from policy",
        "select sum(a * b) from policy",
        "select id from policy where version * 2 > $1",
        "update policy set version = version * 2 returning id"
      })
  void whatNamesItsColumnsIs(String sql) {
    assertThat(KeptStatements.mayBeKept(sql)).isTrue();
  }
}
