package io.tradewind.server.lease;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tradewind.api.OfferId;
import io.tradewind.server.bench.Figures;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * How many leases a second the engine brings from intent to machine, over a real PostgreSQL and a
 * provider that answers at once: one engine and three side by side, in turns; a thousand leases at
 * a time and four thousand, to see whether waiting grows with their number. Not a test: {@code mvn
 * test -pl broker/server -am -Dtest=EngineBench -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(EngineBenchProfile.class)
class EngineBench {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Copies of one workload that was really submitted, with intents that nobody takes up yet. */
  private static final String COPY =
      """
      with fresh as (
        select gen_random_uuid() as id, gen_random_uuid() as lease from generate_series(1, %d)),
      copied as (
        insert into workload (id, organization, project, name, kind, spec, state, created_by,
            created_at, placement)
        select fresh.id, w.organization, w.project, w.name, w.kind, w.spec, w.state, w.created_by,
            now(), w.placement
          from fresh, workload w where w.id = '%s'
        returning id)
      insert into lease (id, organization, workload, placement, attempt, turn, feed, provider, region,
          instance_type, offer, offer_document, rate, currency, vcpus, memory_mib, state, due_at,
          requested_at)
      select fresh.lease, l.organization, fresh.id, l.placement, 1, 1, l.feed, l.provider, l.region,
          l.instance_type, l.offer, l.offer_document, l.rate, l.currency, l.vcpus, l.memory_mib,
          'requested', timestamptz '2100-01-01', now()
        from fresh, lease l where l.workload = '%s'
      """;

  @Inject Town town;
  @Inject Sql sql;
  @Inject LeaseHolds holds;
  @Inject LeaseSteps steps;
  @Inject Launches launches;
  @Inject Rematches rematches;
  @Inject DataSource database;

  private String example = "";

  /** What one round showed. */
  private record Round(
      double leasesPerSecond, double p50Millis, double p99Millis, Waits.Seen waits) {}

  @Test
  void leasesFromIntentToMachine() throws Exception {
    OfferId offer = ScriptedProvider.offer("bench", "quick", "1.00");
    town.open(offer);
    example = town.submit("bench", "");
    sql.run(
        "update lease set due_at = timestamptz '2100-01-01' where workload = '" + example + "'");
    round(1, 500);
    List<List<Round>> found = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < ROUNDS; i++) {
      found.get(0).add(round(1, 1_000));
      found.get(1).add(round(3, 1_000));
      found.get(2).add(round(3, 4_000));
    }
    Figures figures = new Figures(0);
    tell(figures, "engine.1", "one engine, 1,000 leases at once", found.get(0));
    tell(figures, "engine.3", "three engines, 1,000 leases at once", found.get(1));
    tell(figures, "engine.3.4000", "three engines, 4,000 leases at once", found.get(2));
    figures.write(Path.of("target/bench/engine.json"));
    Town.cancel(example);
  }

  private static void tell(Figures figures, String id, String what, List<Round> rounds) {
    Round middle =
        rounds.stream()
            .sorted((a, b) -> Double.compare(a.leasesPerSecond(), b.leasesPerSecond()))
            .toList()
            .get(rounds.size() / 2);
    figures.atLeast(id, what + ", median round", middle.leasesPerSecond(), "leases/s", 500);
    figures.tell(id + ".p50", "from due to machine, the same round", middle.p50Millis(), "ms");
    figures.tell(id + ".p99", "from due to machine, the same round", middle.p99Millis(), "ms");
    figures.tell(
        id + ".locks", "backends that wait for a lock, on average", middle.waits().locked(), "");
    figures.tell(
        id + ".queued", "lock requests not granted, the most at a time", middle.waits().most(), "");
    figures.tell(
        id + ".busy", "backends at work, waits included, on average", middle.waits().busy(), "");
  }

  private Round round(int engines, int leases) throws InterruptedException {
    sql.run(COPY.formatted(leases, example, example));
    sql.run("vacuum analyze lease");
    List<LeaseEngine> running = new ArrayList<>();
    for (int i = 0; i < engines; i++) {
      running.add(new LeaseEngine(holds, steps, launches, rematches, 8));
    }
    Waits waits = Waits.watch(database);
    long begin = System.nanoTime();
    sql.run(
        "update lease set due_at = requested_at, requested_at = now()"
            + " where state = 'requested' and workload <> '"
            + example
            + "'");
    running.forEach(engine -> engine.start(new StartupEvent()));
    eventually(PATIENCE, () -> sql.number(left("requested")), left -> left == 0);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Waits.Seen seen = waits.end();
    for (LeaseEngine engine : running) {
      engine.stop(new ShutdownEvent());
    }
    Round round = measured(leases, seconds, seen);
    closeAll();
    return round;
  }

  private static String left(String state) {
    return "select count(*) from lease where state = '%s' and due_at <> timestamptz '2100-01-01'"
        .formatted(state);
  }

  private Round measured(int leases, double seconds, Waits.Seen waits) {
    Row row =
        sql.run(
                """
                select count(*), percentile_cont(0.5) within group (order by millis),
                    percentile_cont(0.99) within group (order by millis)
                  from (
                    select extract(epoch from e.at - l.requested_at) * 1000 as millis
                      from lease l join event e on e.lease = l.id and e.type = 'lease.provisioning'
                     where l.state = 'provisioning') as taken
                """)
            .iterator()
            .next();
    assertThat(row.getLong(0)).as("machines that were started, each once").isEqualTo(leases);
    return new Round(leases / seconds, row.getDouble(1), row.getDouble(2), waits);
  }

  private void closeAll() {
    sql.run(
        """
        with closed as (
          update lease set state = 'closed', close_reason = 'cancelled', closed_at = now(),
              due_at = null, hold_token = null, hold_until = null
           where state = 'provisioning' returning workload)
        update workload w set state = 'cancelled', ended_at = now()
          from closed where w.id = closed.workload
        """);
  }
}
