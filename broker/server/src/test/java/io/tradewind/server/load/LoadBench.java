package io.tradewind.server.load;

import static io.tradewind.server.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tradewind.server.bench.Figures;
import io.tradewind.server.load.OpenLoop.Outcome;
import io.tradewind.server.testing.PackagedProduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the packaged broker carries with 125,000 offers, beside the generator on the same machine:
 * previews and submissions a second with their tail, open streams, memory, and the time from its
 * start until it is ready. Requests come at their own pace ({@link OpenLoop}); the rate grows until
 * the tail is far over the target.
 *
 * <pre>
 * mvn -Pload -DskipTests verify -pl broker/server -am      # -Dbench=full: longer steps, 10,000 streams; -Dsoak.minutes=60
 * </pre>
 */
public final class LoadBench {
  private static final long SEED = 20261121L;
  private static final int OFFERS = 125_000;
  private static final boolean FULL = System.getProperty("bench", "quick").equals("full");
  private static final double SECONDS = FULL ? 20 : 5;
  private static final int CONNECTIONS = 64;
  private static final int STREAMS = FULL ? 10_000 : 1_000;
  private static final int SOAK_MINUTES = Integer.getInteger("soak.minutes", 0);
  private static final double TAIL_MILLIS = 5;
  private static final double HOPELESS_MILLIS = 10 * TAIL_MILLIS;
  private static final int MOST_WARM_UPS = 40;
  private static final double GROWTH = 1.25;
  private static final double FLOOD = 12_000;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private static final List<String> REQUESTS =
      List.of(
          "resources: { accelerators: \"H100:8\", capacity: any }",
          "resources: { accelerators: \"A100-80GB:1\", capacity: spot }",
          "resources: { accelerators: \"H100:1\" }\nplacement: { regions: { allow: [EU] } }",
          "resources: { accelerators: \"A100:4\", capacity: any }\n"
              + "placement: { objective: greenest, within_price_pct: 5 }",
          "resources: { cpus: 8+, memory: 32+ }",
          "resources: { accelerators: \"L4:1\" }\nplacement: { objective: balanced }",
          "resources: { accelerators: \"A100-80GB:8\", capacity: on_demand }",
          "resources: { accelerators: \"H200:8\" }\nlimits: { max_price_hour: 1 USD }");

  private static final String SUBMISSION =
      "resources: { accelerators: \"H100:1\" }\n"
          + "run: echo hello\n"
          + "placement: { providers: { allow: [sim] } }";

  private final PackagedProduct broker;
  private final InetSocketAddress address;
  private final Figures figures;
  private double peak;

  private LoadBench(PackagedProduct broker, int port, Figures figures) {
    this.broker = broker;
    this.address = new InetSocketAddress("127.0.0.1", port);
    this.figures = figures;
  }

  /**
   * @param arguments where the report goes
   */
  public static void main(String[] arguments) throws Exception {
    Figures figures = new Figures(SEED);
    Path folder = Files.createTempDirectory("tradewind-load-");
    int port = PackagedProduct.freePort();
    // As infra/distribution/bin/tradewind-broker keeps the classes of a start for the next one.
    Path classes = folder.resolve("classes.jsa");
    start(folder, port, "-XX:ArchiveClassesAtExit=" + classes).stop();
    long began = System.nanoTime();
    PackagedProduct broker = start(folder, port, "-XX:SharedArchiveFile=" + classes);
    figures.atMost(
        "start",
        "s from start to ready, its database and its classes there",
        seconds(began),
        "s",
        5);
    try {
      LoadBench bench = new LoadBench(broker, port, figures);
      bench.awaitOffers();
      bench.check();
      bench.previews();
      bench.soak();
      bench.choices();
      bench.streams();
      bench.submissions();
      bench.memory("rss", "resident memory after it all");
    } finally {
      broker.stop();
    }
    figures.write(Path.of(arguments.length > 0 ? arguments[0] : "target/bench/load.json"));
  }

  private static PackagedProduct start(Path folder, int port, String classes) throws IOException {
    return PackagedProduct.start(
        folder.resolve("home"),
        port,
        classes,
        "-Xlog:cds*=off",
        "tradewind.demo=false",
        "tradewind.catalog.bundled=false",
        "tradewind.sim.enabled=true",
        "tradewind.sim.offers=" + OFFERS,
        // Nobody is to be sent on because ten before him took the cheapest.
        "tradewind.sim.stock=1000000",
        "tradewind.sim.seed=" + SEED);
  }

  private void awaitOffers() {
    eventually(
        Duration.ofMinutes(2),
        () -> broker.get("/api/v1/offers?provider=sim&limit=1").path("total").asInt(),
        total -> total >= OFFERS / 2);
    int total = broker.get("/api/v1/offers?limit=1").path("total").asInt();
    figures.tell("offers", "offers on the market", total, "offers");
  }

  /**
   * Every request of the mix is one that the broker answers with a placement, or with what to
   * relax.
   */
  private void check() throws IOException {
    try (OpenLoop one = new OpenLoop(address, 1)) {
      for (byte[] request : requests("/api/v1/placements/preview", REQUESTS)) {
        Outcome outcome = one.run(List.of(request), 1, 1);
        if (outcome.bad() > 0) {
          throw new IllegalStateException(
              outcome.statuses() + " for " + new String(request, UTF_8));
        }
      }
    }
  }

  private void previews() throws IOException {
    previews("previews", "previews with all they say", "");
  }

  private void choices() throws IOException {
    previews("choices", "previews that tell the choice alone", "?detail=choice");
  }

  private void previews(String id, String what, String query) throws IOException {
    List<byte[]> requests = requests("/api/v1/placements/preview" + query, REQUESTS);
    Outcome best = ladder(id, requests, 500);
    costs(id, requests);
    most(id, requests);
    figures.atLeast(id, what + ", a second with p99 under 5 ms", best.perSecond(), "1/s", 10_000);
    figures.atMost(
        id + "-p99", "their p99 from when they were due", best.millis(0.99), "ms", TAIL_MILLIS);
    figures.tell(id + "-p50", "their p50", best.millis(0.5), "ms");
  }

  /** More than it can answer, on every connection at once. */
  private void most(String id, List<byte[]> requests) throws IOException {
    try (OpenLoop loop = new OpenLoop(address, CONNECTIONS)) {
      Outcome outcome = loop.run(requests, FLOOD, SECONDS);
      figures.tell(
          id + "-most", "answered a second, whatever their tail", outcome.perSecond(), "1/s");
    }
  }

  /** At a rate that leaves the processors idle now and then. */
  private void costs(String id, List<byte[]> requests) throws IOException {
    try (OpenLoop loop = new OpenLoop(address, CONNECTIONS)) {
      double before = processorSeconds();
      Outcome outcome = loop.run(requests, 500, SECONDS);
      double answers = outcome.nanos().length;
      figures.tell(
          id + "-cpu",
          "processor time of the broker for each",
          (processorSeconds() - before) * 1e6 / answers,
          "µs");
      figures.tell(id + "-bytes", "bytes of an answer", outcome.bytes() / answers, "B");
    }
  }

  /** In user and in kernel mode, as Linux counts it: in hundredths of a second. */
  private double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/%d/stat".formatted(broker.pid())));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  /** All hear of one change. */
  private void streams() throws IOException {
    byte[] listen =
        OpenLoop.get("127.0.0.1:" + address.getPort(), "/api/v1/events", broker.token());
    try (OpenStreams streams = new OpenStreams(address, STREAMS, listen)) {
      figures.atLeast("streams", "open streams", streams.answered(), "streams", STREAMS);
      memory("streams-rss", "resident memory with them open");
      long[] nanos = streams.heard(this::submit, "workload.submitted");
      figures.atLeast("streams-heard", "of them heard an event", nanos.length, "streams", STREAMS);
      figures.tell("streams-p50", "until half had heard it", millis(nanos, 0.5), "ms");
      figures.tell("streams-p99", "until nearly all had", millis(nanos, 0.99), "ms");
    }
  }

  private void submit() {
    try (OpenLoop one = new OpenLoop(address, 1)) {
      one.run(requests("/api/v1/workloads", List.of(SUBMISSION)), 1, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double millis(long[] ascending, double quantile) {
    return ascending.length == 0
        ? Double.NaN
        : ascending[(int) Math.min(ascending.length - 1L, quantile * ascending.length)] / 1e6;
  }

  private void submissions() throws IOException {
    List<byte[]> requests = requests("/api/v1/workloads", List.of(SUBMISSION));
    try (OpenLoop loop = new OpenLoop(address, CONNECTIONS)) {
      warm("submissions", loop, requests, 50);
      Outcome outcome = loop.run(requests, 500, SECONDS);
      describe("submissions", 500, outcome);
      figures.atLeast(
          "submissions", "submissions a second, of 500 a second", outcome.perSecond(), "1/s", 495);
      figures.tell("submissions-p99", "their p99", outcome.millis(0.99), "ms");
      figures.atMost("submissions-bad", "of them refused or failed", outcome.bad(), "requests", 0);
    }
  }

  /**
   * The fastest step whose tail holds; the first one when none does. One step over the target ends
   * nothing, since a pause at the wrong moment does that; one far over it does.
   */
  private Outcome ladder(String what, List<byte[]> requests, double first) throws IOException {
    try (OpenLoop loop = new OpenLoop(address, CONNECTIONS)) {
      warm(what, loop, requests, first);
      @Nullable Outcome best = null;
      for (double rate = first; ; rate *= GROWTH) {
        Outcome outcome = loop.run(requests, rate, SECONDS);
        describe(what, rate, outcome);
        double tail = outcome.bad() == 0 ? outcome.millis(0.99) : Double.POSITIVE_INFINITY;
        if (best == null || tail < TAIL_MILLIS) {
          best = outcome;
          peak = rate;
        }
        if (tail > HOPELESS_MILLIS) {
          return best;
        }
      }
    }
  }

  /** A broker runs for weeks: it is compiled before it is measured. */
  private void warm(String what, OpenLoop loop, List<byte[]> requests, double rate)
      throws IOException {
    double least = Double.POSITIVE_INFINITY;
    int runs = 0;
    for (int idle = 0; idle < 3 && runs < MOST_WARM_UPS; runs++) {
      double before = processorSeconds();
      int answers = loop.run(requests, rate, 5).nanos().length;
      double each = (processorSeconds() - before) / answers;
      idle = each < 0.97 * least ? 0 : idle + 1;
      least = Math.min(least, each);
    }
    figures.tell(what + "-warm", "until it took no less processor time", 5.0 * runs, "s");
  }

  private void describe(String what, double rate, Outcome outcome) {
    figures.say(
        String.format(
            Locale.ROOT,
            "%s at %.0f/s: %.0f/s answered, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, %s",
            what,
            rate,
            outcome.perSecond(),
            outcome.millis(0.5),
            outcome.millis(0.99),
            outcome.millis(0.999),
            outcome.statuses()));
  }

  private void memory(String id, String what) throws IOException {
    figures.atMost(id, what, residentMebibytes(), "MiB", 512);
  }

  private double residentMebibytes() throws IOException {
    Matcher resident =
        RESIDENT.matcher(Files.readString(Path.of("/proc/%d/status".formatted(broker.pid()))));
    if (!resident.find()) {
      throw new IllegalStateException("The broker has ended.");
    }
    return Long.parseLong(resident.group(1)) / 1024.0;
  }

  /** Half of what it carried, for long: nothing fails, and memory stays where it was. */
  private void soak() throws IOException {
    if (SOAK_MINUTES == 0) {
      return;
    }
    List<byte[]> requests = requests("/api/v1/placements/preview", REQUESTS);
    int bad = 0;
    double early = 0;
    try (OpenLoop loop = new OpenLoop(address, CONNECTIONS)) {
      for (int minute = 1; minute <= SOAK_MINUTES; minute++) {
        Outcome outcome = loop.run(requests, peak / 2, 60);
        describe("soak, minute " + minute, peak / 2, outcome);
        bad += outcome.bad();
        early = minute == (SOAK_MINUTES + 2) / 3 ? residentMebibytes() : early;
      }
    }
    figures.atMost("soak-bad", "requests that failed in the soak", bad, "requests", 0);
    figures.atMost(
        "soak-growth",
        "memory after the soak over that after its first third",
        residentMebibytes() / early,
        "×",
        1.05);
  }

  private List<byte[]> requests(String path, List<String> bodies) throws IOException {
    List<byte[]> requests = new ArrayList<>();
    for (String body : bodies) {
      requests.add(
          OpenLoop.post(
              "127.0.0.1:" + address.getPort(), path, broker.token(), "application/yaml", body));
    }
    return requests;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
