package io.tradewind.server.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** One person's browser window. It hears every complaint of the console and the network. */
public final class Visit implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Path AXE =
      Path.of("..", "..", "web", "node_modules", "axe-core", "axe.min.js");
  private static final double PATIENCE_MILLIS = 30_000;

  /** What a page asked for and no longer wants, because the reader has gone on. */
  private static final String GIVEN_UP = "net::ERR_ABORTED";

  /** What a call fails with while no server is there; it may be heard of when one is back. */
  private static final String NO_SERVER = "net::ERR_CONNECTION_REFUSED";

  /** The console repeats what the network says; that is heard there. */
  private static final String NETWORK_ECHO = "Failed to load resource";

  /** Everything that the portal asks for once its frame is there. */
  private static final Pattern CALLS = Pattern.compile(".*/(api/v1|assets)/.*");

  private static final String VIOLATIONS =
      """
      async () => {
        const { violations } = await axe.run(document);
        return violations.flatMap(({ id, nodes }) =>
          nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
      }
      """;

  /** A list of hundreds of offers has no picture of its whole. */
  private static final String IS_SHORT = "document.body.scrollHeight < 4000";

  private final BrowserContext context;
  private final Portal portal;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private final List<Integer> expected = new ArrayList<>();
  private final List<Response> scripts = new ArrayList<>();
  private boolean hasBeenAway;

  Visit(BrowserContext context, Portal portal) {
    this.context = context;
    this.portal = portal;
    this.page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().startsWith(NETWORK_ECHO)) {
            complaints.add("console: " + message.text());
          }
        });
    page.onPageError(error -> complaints.add("error: " + error));
    page.onRequestFailed(
        request -> {
          boolean away = hasBeenAway && NO_SERVER.equals(request.failure());
          if (!GIVEN_UP.equals(request.failure()) && !away) {
            complaints.add("request: %s %s".formatted(request.failure(), request.url()));
          }
        });
    page.onResponse(this::hear);
  }

  public Visit signedIn() {
    portal.enter(page);
    return this;
  }

  /** From here on, this status is no complaint. */
  public Visit expecting(int status) {
    expected.add(status);
    return this;
  }

  public Page page() {
    return page;
  }

  public void open(String path) {
    page.navigate(portal.at(path).toString());
  }

  public Locator the(String testId) {
    return page.getByTestId(testId);
  }

  Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setLevel(1));
  }

  /** From here on no call reaches the server; that calls fail is no complaint. */
  void loseTheServer() {
    hasBeenAway = true;
    page.route(CALLS, route -> route.abort("connectionrefused"));
  }

  void findTheServerAgain() {
    page.unroute(CALLS);
  }

  /** Whether the page is wider than its window. */
  boolean isTooWide() {
    return !(Boolean) page.evaluate("document.body.scrollWidth <= innerWidth");
  }

  void forgetTheSession() {
    context.clearCookies();
  }

  /** Keeps a picture of this page in every look, and has each judged for accessibility. */
  public void lookAt(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    page.evaluate(Files.readString(AXE));
    for (Look look : Look.values()) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.scheme()));
      page.setViewportSize(look.width(), look.height());
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(SCREENSHOTS.resolve(look.fileName(name)))
              .setFullPage((Boolean) page.evaluate(IS_SHORT)));
      assertThat((List<?>) page.evaluate(VIOLATIONS)).as("axe on %s, %s", name, look).isEmpty();
      assertThat((Boolean) page.evaluate("document.body.scrollWidth <= innerWidth"))
          .as("%s fits its window, %s", name, look)
          .isTrue();
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(Look.WIDE_LIGHT.scheme()));
    page.setViewportSize(Look.WIDE_LIGHT.width(), Look.WIDE_LIGHT.height());
  }

  /** How much code this visit has loaded, as a server that compresses would send it. */
  int compressedScriptBytes() throws IOException {
    var compressed = new ByteArrayOutputStream();
    for (Response script : scripts) {
      try (var gzip = new GZIPOutputStream(compressed)) {
        gzip.write(script.body());
      }
    }
    return compressed.size();
  }

  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    context.close();
  }

  private void hear(Response response) {
    if (response.request().resourceType().equals("script")) {
      scripts.add(response);
    }
    if (response.status() >= 400 && !expected.contains(response.status())) {
      complaints.add("answer: %d %s".formatted(response.status(), response.url()));
    }
  }
}
