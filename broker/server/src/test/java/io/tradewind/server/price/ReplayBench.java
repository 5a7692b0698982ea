package io.tradewind.server.price;

import io.tradewind.api.Offer;
import io.tradewind.api.ProviderId;
import io.tradewind.matcher.Conditions;
import io.tradewind.matcher.Matcher;
import io.tradewind.matcher.Scope;
import io.tradewind.matcher.grammar.WorkloadReader;
import io.tradewind.matcher.workload.Workload;
import io.tradewind.server.bench.Figures;
import io.tradewind.server.market.ReplayedBoard;
import io.tradewind.server.start.EmbeddedDatabase;
import io.tradewind.server.start.PrivateFiles;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;

/**
 * Replays recorded price changes, snapshot by snapshot: into the market, in memory; into the
 * database, durably, by the one bulk path; and beside a matcher whose tail is compared with its own
 * idle rounds, which alternate with the loaded ones.
 */
public final class ReplayBench {
  private static final ProviderId FEED = ProviderId.of("replay");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 5;
  private static final int WARM_UP = 10;
  private static final int WINDOWS = 25;

  /** Changes a second into the market. */
  private static final double TARGET = 200_000;

  private static final int MATCHES = 8_000;

  private final RecordedPrices prices;
  private final Figures figures;

  private ReplayBench(RecordedPrices prices, Figures figures) {
    this.prices = prices;
    this.figures = figures;
  }

  /**
   * @param arguments where the report goes
   */
  public static void main(String[] arguments) throws Exception {
    boolean full = System.getProperty("bench", "quick").equals("full");
    RecordedPrices prices = RecordedPrices.read(full ? Integer.MAX_VALUE : 300_000);
    Figures figures = new Figures(RecordedPrices.SEED);
    figures.say("%d changes %s".formatted(prices.changes(), prices.origin()));
    ReplayBench bench = new ReplayBench(prices, figures);
    bench.market();
    bench.matching();
    bench.database();
    figures.write(Path.of(arguments.length > 0 ? arguments[0] : "target/bench/report.json"));
  }

  private void market() {
    Replayed first = replay(new ReplayedBoard());
    replay(new ReplayedBoard());
    ReplayedBoard live = new ReplayedBoard();
    List<Replayed> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      live = new ReplayedBoard();
      rounds.add(replay(live));
    }
    rounds.sort(Comparator.comparingDouble(Replayed::rate));
    Replayed replayed = rounds.get(ROUNDS / 2);
    figures.atLeast(
        "replay.market",
        "changes into the live market: lists, comparison and index; a reading at a time, every"
            + " offer of it confirmed anew; the median of %d rounds".formatted(ROUNDS),
        replayed.rate(),
        "changes/s",
        TARGET);
    figures.tell("replay.market.worst", "the slowest round", rounds.get(0).rate(), "changes/s");
    figures.tell("replay.market.first", "before the code was compiled", first.rate(), "changes/s");
    figures.tell(
        "replay.market.cpu",
        "of the median round, a second of processor time of the one writer",
        replayed.changes() / replayed.cpuSeconds(),
        "changes/s");
    figures.tell(
        "replay.confirmed",
        "offers confirmed or changed on the way",
        replayed.offers() / replayed.seconds(),
        "offers/s");
    figures.tell("replay.offers", "offers at the end", live.market().size(), "offers");
    figures.tell("replay.heap", "heap after a collection", usedMebibytes(), "MiB");
  }

  /**
   * What went into the market.
   *
   * @param offers told, changed or not
   * @param seconds in the market, without the making of what is told
   * @param cpuSeconds of its thread's, where other programs take none of them
   */
  private record Replayed(long changes, long offers, double seconds, double cpuSeconds) {
    double rate() {
      return changes / seconds;
    }
  }

  /** One pass as fast as it goes. */
  private Replayed replay(ReplayedBoard live) {
    return replay(live, Double.POSITIVE_INFINITY, new AtomicBoolean(true));
  }

  /** One pass no faster than this, or as much of it as there was before it was stopped. */
  private Replayed replay(ReplayedBoard live, double changesPerSecond, AtomicBoolean running) {
    long began = System.nanoTime();
    Map<String, Offer> standing = new LinkedHashMap<>();
    long changes = 0;
    long offers = 0;
    long nanos = 0;
    long cpuNanos = 0;
    for (RecordedPrices.Snapshot snapshot : prices.snapshots()) {
      if (!running.get()) {
        break;
      }
      snapshot.applyTo(standing);
      standing.replaceAll((id, offer) -> offer.repriced(offer.price(), snapshot.at()));
      List<Offer> told = List.copyOf(standing.values());
      long begin = System.nanoTime();
      long cpuBegin = THREADS.getCurrentThreadCpuTime();
      live.replace(FEED, told, snapshot.at());
      cpuNanos += THREADS.getCurrentThreadCpuTime() - cpuBegin;
      nanos += System.nanoTime() - begin;
      changes += snapshot.size();
      offers += told.size();
      long due = began + (long) (changes / changesPerSecond * 1e9);
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
    }
    return new Replayed(changes, offers, nanos / 1e9, cpuNanos / 1e9);
  }

  private void matching() throws InterruptedException {
    ReplayedBoard live = new ReplayedBoard();
    replay(live);
    Conditions conditions = Conditions.bundled(1, prices.end());
    List<Workload> workloads =
        List.of(wish("V100:8"), wish("T4:1"), wish("A100:8"), wish("A10G:4"));
    double[][] idle = new double[WINDOWS][];
    double[][] paced = new double[WINDOWS][];
    double[][] flooded = new double[WINDOWS][];
    for (int i = -WARM_UP; i < WINDOWS; i++) {
      int kept = Math.max(i, 0);
      idle[kept] = window(workloads, live, conditions);
      paced[kept] = windowBeside(TARGET, workloads, live, conditions);
      flooded[kept] = windowBeside(Double.POSITIVE_INFINITY, workloads, live, conditions);
    }
    double still = p99(idle);
    figures.tell("replay.match.idle", "p99 of a match, idle, CPU time", still, "µs");
    figures.tell("replay.match.loaded", "p99 of a match during the replay", p99(paced), "µs");
    figures.atMost(
        "replay.match.ratio",
        "p99 of a match while %.0f changes/s come in, over idle; CPU time, %d windows in turn"
            .formatted(TARGET, WINDOWS),
        p99(paced) / still,
        "times",
        1.2);
    figures.tell(
        "replay.match.flooded",
        "the same while they come in as fast as they can",
        p99(flooded) / still,
        "times");
  }

  private double[] windowBeside(
      double changesPerSecond, List<Workload> workloads, ReplayedBoard live, Conditions conditions)
      throws InterruptedException {
    AtomicBoolean running = new AtomicBoolean(true);
    Thread writer = new Thread(() -> replayForever(live, changesPerSecond, running), "replay");
    writer.start();
    double[] micros = window(workloads, live, conditions);
    running.set(false);
    writer.join();
    return micros;
  }

  private void replayForever(ReplayedBoard live, double changesPerSecond, AtomicBoolean running) {
    while (running.get()) {
      replay(live, changesPerSecond, running);
    }
  }

  /** Each in µs of processor time: whatever else runs on the machine takes none of that. */
  private static double[] window(
      List<Workload> workloads, ReplayedBoard live, Conditions conditions) {
    double[] micros = new double[MATCHES];
    for (int i = 0; i < MATCHES; i++) {
      Workload workload = workloads.get(i % workloads.size());
      long begin = THREADS.getCurrentThreadCpuTime();
      Matcher.match(workload, live.market(), conditions, Scope.VISIBLE);
      micros[i] = (THREADS.getCurrentThreadCpuTime() - begin) / 1e3;
    }
    return micros;
  }

  private static double p99(double[][] windows) {
    double[] all = Arrays.stream(windows).flatMapToDouble(Arrays::stream).sorted().toArray();
    return all[(int) (0.99 * all.length)];
  }

  private void database() throws IOException {
    Path home =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target/homes").toAbsolutePath()), "bench-");
    Vertx vertx = Vertx.vertx();
    try (EmbeddedDatabase database =
        EmbeddedDatabase.open(home, Path.of("target", "postgres-programs").toAbsolutePath())) {
      Map<String, String> settings = database.settings();
      String user = settings.get("quarkus.datasource.username");
      String password = settings.get("quarkus.datasource.password");
      Flyway.configure()
          .dataSource(settings.get("quarkus.datasource.jdbc.url"), user, password)
          .load()
          .migrate();
      Pool pool =
          Pool.newInstance(
              PgBuilder.pool()
                  .connectingTo(
                      PgConnectOptions.fromUri(settings.get("quarkus.datasource.reactive.url"))
                          .setUser(user)
                          .setPassword(password)
                          .setCachePreparedStatements(true))
                  .with(new PoolOptions().setMaxSize(4))
                  .using(vertx)
                  .build());
      Clock clock = Clock.fixed(prices.end(), ZoneOffset.UTC);
      write(new PriceHistory(pool, new PriceMonths(pool, clock, 1_200), clock));
      pool.closeAndAwait();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      PrivateFiles.deleteFolder(home);
    }
  }

  private void write(PriceHistory history) {
    long begin = System.nanoTime();
    long written = 0;
    for (List<Offer> batch : prices.batches(PriceHistory.CHUNK)) {
      written += history.append(FEED, batch);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    figures.tell("replay.rows", "changes appended to the history", written, "changes");
    figures.atLeast(
        "replay.durable",
        "changes into the database, each statement flushed to the disk",
        written / seconds,
        "changes/s",
        50_000);
  }

  private static Workload wish(String accelerators) {
    return WorkloadReader.read(Map.of("resources", Map.of("accelerators", accelerators)))
        .workload()
        .orElseThrow();
  }

  private static double usedMebibytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1024.0 / 1024.0;
  }
}
