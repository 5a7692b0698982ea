package io.tradewind.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Scope;
import io.tradewind.server.database.ScopedPool;
import io.tradewind.server.signin.Crowd.Tenant;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One tenant tries to read and change what is another's, at random, with one wall taken away.
 * {@code -Dtenancy.attempts=100000 -Dtenancy.seed=…} tries more.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(CrossTenantIT.OneWall.class)
class CrossTenantIT {
  /** Either wall can be taken away. */
  public static class OneWall implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tradewind.local.site", "false",
          "tradewind.catalog.bundled", "false",
          // The database refuses what the application, one wall short, asks of it.
          "quarkus.log.category.\"io.tradewind.server.problem\".level", "OFF");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(Doors.ClaimingCaller.class, Doors.OpenScopes.class);
    }
  }

  private static final int ATTEMPTS = Integer.getInteger("tenancy.attempts", 1_000);
  private static final long SEED = Long.getLong("tenancy.seed", 20261121);
  private static final int FEW = 500;
  private static final int AT_A_TIME = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final List<String> TABLES =
      List.of(
          "organization where id",
          "project where organization",
          "member where organization",
          "api_token where organization",
          "workload where organization",
          "placement where workload",
          "lease where organization",
          "usage where organization",
          "charge where organization",
          "event where organization",
          "log_line where workload",
          "alert where organization",
          "alert_delivery where alert",
          "audit_entry where organization",
          "audit_webhook where organization",
          "batch where organization",
          "budget where organization",
          "site where organization",
          "price_override where organization",
          "commitment where organization",
          "secret where organization",
          "sealed_value where organization",
          "account where organization");

  /** %1$s is the table, %2$s the column that says whose a row is, %3$s is me and %4$s are they. */
  private static final List<String> TRIES =
      List.of(
          "select %2$s from %1$s where %2$s = '%4$s'",
          "select %2$s from %1$s where %2$s <> '%3$s'",
          "select %2$s from %1$s where %2$s = '%4$s' for update",
          "select t.%2$s from %1$s t join organization o on true where t.%2$s = '%4$s'",
          "update %1$s set %2$s = %2$s where %2$s = '%4$s' returning %2$s",
          "update %1$s set %2$s = '%3$s' where %2$s = '%4$s' returning %2$s",
          "update %1$s set %2$s = '%4$s' where %2$s = '%3$s' returning %2$s",
          "delete from %1$s where %2$s = '%4$s' returning %2$s",
          "insert into %1$s overriding system value"
              + " select (jsonb_populate_record(t, '{\"%2$s\": \"%4$s\"}')).* from %1$s t"
              + " where %2$s = '%3$s' returning %2$s");

  @Inject Crowd crowd;
  @Inject ScopedPool pool;
  @Inject Permissions permissions;

  @AfterEach
  void bothWallsStandAgain() {
    Doors.claimed = Optional.empty();
    Doors.rowsAreOpen = false;
  }

  @Test
  void theDatabaseAloneLetsNothingThrough() {
    Tenant mine = crowd.tenant();
    Tenant theirs = crowd.tenant();
    String before = crowd.stateOf(theirs);
    var random = new Random(SEED);
    List<String> through =
        Multi.createFrom()
            .range(0, ATTEMPTS)
            .onItem()
            .transformToUni(any -> attempt(random, mine, theirs))
            .merge(AT_A_TIME)
            .filter(Optional::isPresent)
            .map(Optional::get)
            .collect()
            .asList()
            .await()
            .atMost(PATIENCE);
    assertThat(through).as("of %d, seed %d", ATTEMPTS, SEED).isEmpty();
    assertThat(crowd.stateOf(theirs)).isEqualTo(before);
  }

  private Uni<Optional<String>> attempt(Random random, Tenant mine, Tenant theirs) {
    String[] table = TABLES.get(random.nextInt(TABLES.size())).split(" where ");
    String statement =
        TRIES
            .get(random.nextInt(TRIES.size()))
            .formatted(table[0], table[1], mine.id(), theirs.id());
    return pool.within(Scope.of(mine.id()), connection -> connection.query(statement).execute())
        .map(rows -> rows.size() == 0 ? Optional.<String>empty() : Optional.of(statement))
        .onFailure()
        .recoverWithItem(
            refusal ->
                isRefusal(refusal) ? Optional.empty() : Optional.of(statement + ": " + refusal));
  }

  /** Some tables refuse every change, before it is asked whose the row is. */
  private static boolean isRefusal(Throwable failure) {
    String said = String.valueOf(failure.getMessage());
    return said.contains("row-level security")
        || said.contains("is append-only")
        || said.contains("permission denied");
  }

  @Test
  void theDatabaseAloneLetsNoRequestThrough() {
    Tenant theirs = crowd.tenant();
    Doors.claimed = Optional.of(theirs.id());
    assertThat(requestsThatGotThrough(ATTEMPTS, theirs)).isEmpty();
  }

  @Test
  void theApplicationAloneLetsNoRequestThrough() {
    Tenant theirs = crowd.tenant();
    Doors.rowsAreOpen = true;
    assertThat(requestsThatGotThrough(ATTEMPTS, theirs)).isEmpty();
  }

  /** Else the two tests above would prove nothing. */
  @Test
  void withBothWallsAwayMuchIsReadAndChanged() {
    Tenant theirs = crowd.tenant();
    Doors.claimed = Optional.of(theirs.id());
    Doors.rowsAreOpen = true;
    assertThat(requestsThatGotThrough(FEW, theirs))
        .contains("something of theirs has changed")
        .filteredOn(it -> it.startsWith("GET "))
        .hasSizeGreaterThan(10);
  }

  private Set<String> requestsThatGotThrough(int attempts, Tenant theirs) {
    Tenant mine = crowd.tenant();
    String before = crowd.stateOf(theirs);
    var raid =
        new Raid(
            crowd.tokenOf(
                mine, Role.PLATFORM_ADMIN, Role.FINANCE, Role.AUDITOR, Role.PROVIDER_OPERATOR),
            theirs,
            endpoints());
    Set<String> through = raid.run(attempts, SEED);
    if (!crowd.stateOf(theirs).equals(before)) {
      through.add("something of theirs has changed");
    }
    return through;
  }

  private List<String> endpoints() {
    return permissions.all().keySet().stream()
        .filter(it -> it.contains("/api/v1/") && !it.contains("/faulty"))
        .toList();
  }
}
