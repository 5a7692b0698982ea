package io.tradewind.server.portal;

import com.microsoft.playwright.Page;
import io.tradewind.server.bench.Figures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How long a person waits for the market of 125,000 offers, in a real browser against the packaged
 * product on the same machine: from the address to the first offers, from a filter to the rows it
 * leaves, and the longest frames while the list runs by. Times are the browser's own, taken after
 * the frame that shows the result.
 *
 * <pre>mvn -Pload -DskipTests verify -pl broker/server -am</pre>
 */
public final class PortalBench {
  private static final long SEED = 20261121L;
  private static final int OFFERS = 125_000;
  private static final int LOADS = 7;
  private static final int ROUNDS = 5;
  private static final int SCRIPT_BYTES = 350_000;

  /** Notes when the first offer has been painted. */
  private static final String WHEN_PAINTED =
      """
      window.painted = new Promise((done) => {
        const look = () =>
          document.querySelector('[data-testid=offer-row]')
            ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
            : requestAnimationFrame(look);
        look();
      });
      """;

  /** Chooses, and waits until the list has been painted that belongs to the choice. */
  private static final String FILTER =
"""
async (accelerator) => {
  const select = [...document.querySelectorAll('select')].find((it) =>
    [...it.options].some((option) => option.value === 'H100'));
  const table = document.querySelector('[data-testid=offers]');
  const before = table.getAttribute('aria-rowcount');
  const began = performance.now();
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, accelerator);
  select.dispatchEvent(new Event('change', { bubbles: true }));
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const ended = () =>
    table.getAttribute('aria-busy') === 'false' && table.getAttribute('aria-rowcount') !== before;
  while (!ended()) {
    if (performance.now() - began > 10000) throw new Error('No list for ' + accelerator);
    await frame();
  }
  await frame();
  return performance.now() - began;
}
""";

  /** The first four that the market has, and all again. */
  private static final String CHOICES =
      """
      () => {
        const select = [...document.querySelectorAll('select')].find((it) =>
          [...it.options].some((option) => option.value === 'H100'));
        return [...[...select.options].map((it) => it.value).filter(Boolean).slice(0, 4), ''];
      }
      """;

  private static final String SCROLL =
      """
      async () => {
        const frames = [];
        let last = performance.now();
        for (let i = 0; i < 300; i++) {
          window.scrollBy(0, 240);
          await new Promise((next) => requestAnimationFrame(next));
          const now = performance.now();
          frames.push(now - last);
          last = now;
        }
        return frames;
      }
      """;

  private PortalBench() {}

  /**
   * @param arguments where the report goes
   */
  public static void main(String[] arguments) throws Exception {
    Figures figures = new Figures(SEED);
    var program = Chromium.onThisMachine();
    if (program.isEmpty()) {
      figures.say("No Chromium is on the PATH; nothing was measured.");
      return;
    }
    Path folder = Files.createTempDirectory("tradewind-portal-");
    try (OpenedPortal product = OpenedPortal.withOffers(folder.resolve("home"), OFFERS, SEED);
        Chromium chromium = Chromium.start(program.get())) {
      loads(chromium, product, figures);
      inUse(chromium, product, figures);
    }
    figures.write(Path.of(arguments.length > 0 ? arguments[0] : "target/bench/portal.json"));
  }

  private static void loads(Chromium chromium, OpenedPortal product, Figures figures)
      throws Exception {
    List<Double> millis = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; i < LOADS; i++) {
      try (Visit visit = chromium.visit(product)) {
        visit.page().addInitScript(WHEN_PAINTED);
        // The link leads to the market; nothing of the portal is in this window's cache.
        visit.signedIn();
        millis.add(number(visit.page().evaluate("window.painted")));
        bytes = visit.compressedScriptBytes();
      }
    }
    figures.atMost(
        "first-load", "median of first loads to the offers painted", median(millis), "ms", 1_500);
    figures.atMost("scripts", "code on the first route, compressed", bytes, "bytes", SCRIPT_BYTES);
  }

  private static void inUse(Chromium chromium, OpenedPortal product, Figures figures) {
    try (Visit visit = chromium.visit(product)) {
      Page page = visit.signedIn().page();
      visit.the("offer-row").first().waitFor();
      List<?> choices = (List<?>) page.evaluate(CHOICES);
      List<Double> millis = new ArrayList<>();
      for (int round = 0; round <= ROUNDS; round++) {
        for (Object accelerator : choices) {
          double took = number(page.evaluate(FILTER, accelerator));
          if (round > 0) {
            millis.add(took);
          }
        }
      }
      figures.atMost(
          "filter", "median from a filter to the list painted", median(millis), "ms", 100);
      figures.tell(
          "filter-slowest",
          "the slowest of %d".formatted(millis.size()),
          millis.stream().mapToDouble(it -> it).max().orElseThrow(),
          "ms");
      List<Double> frames =
          ((List<?>) page.evaluate(SCROLL)).stream().map(PortalBench::number).toList();
      figures.tell(
          "frames", "median frame while 72,000 points of the list run by", median(frames), "ms");
      figures.tell(
          "frames-long",
          "frames longer than 50 ms of 300",
          frames.stream().filter(it -> it > 50).count(),
          "frames");
    }
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static double median(List<Double> values) {
    return DoubleStream.of(values.stream().mapToDouble(it -> it).sorted().toArray())
        .skip(values.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
