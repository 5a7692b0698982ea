package io.tradewind.server.portal;

import static io.tradewind.server.testing.Eventually.eventually;
import static java.util.regex.Pattern.MULTILINE;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.tradewind.server.testing.PackagedProduct;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** The packaged program with a market to look at, and the links that lead in. */
final class OpenedPortal implements Portal, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern SIGN_IN = Pattern.compile("^Sign in +(\\S+)", MULTILINE);

  /** A catalogue that the guard has something to say about. */
  private static final String ODD =
"""
provider,instance_type,region,zone,accelerator,accelerator_count,vcpus,memory_gib,price,spot_price
odd,good,us-east-1,,H100,1,16,128,2.50,
odd,free,us-east-1,,H100,1,16,128,0,
odd,dear-spot,us-east-1,,H100,1,16,128,2.50,3.50
odd,unheard-of,us-east-1,,Z900,1,16,128,2.50,
""";

  private final PackagedProduct product;

  private OpenedPortal(PackagedProduct product) {
    this.product = product;
  }

  /** Returns when the market has come in and this machine can be leased. */
  static OpenedPortal start(Path home) throws IOException {
    Path odd = Files.writeString(home.resolveSibling("odd.csv"), ODD);
    OpenedPortal portal =
        new OpenedPortal(
            PackagedProduct.start(
                home,
                PackagedProduct.freePort(),
                "tradewind.demo=false",
                "tradewind.catalog.bundled=true",
                "tradewind.catalog.files=" + odd));
    eventually(PATIENCE, () -> portal.offersOf("local"), offers -> offers > 0);
    eventually(PATIENCE, () -> portal.offersOf("aws"), offers -> offers > 0);
    return portal;
  }

  /** With a large market, of which the seed decides what is on it. */
  static OpenedPortal withOffers(Path home, int offers, long seed) throws IOException {
    OpenedPortal portal =
        new OpenedPortal(
            PackagedProduct.start(
                home,
                PackagedProduct.freePort(),
                "tradewind.demo=false",
                "tradewind.catalog.bundled=false",
                "tradewind.sim.enabled=true",
                "tradewind.sim.offers=" + offers,
                "tradewind.sim.seed=" + seed));
    eventually(PATIENCE, () -> portal.offersOf("sim"), found -> found >= offers);
    return portal;
  }

  @Override
  public URI at(String path) {
    return product.at(path);
  }

  /** The one-time link that the console shows at the start. */
  URI printedSigninLink() {
    return eventually(
            PATIENCE,
            () -> SIGN_IN.matcher(product.console()).results().map(it -> it.group(1)).findFirst(),
            link -> link.isPresent())
        .map(URI::create)
        .orElseThrow();
  }

  /** By another one-time link, for the holder of the token. */
  @Override
  public void enter(Page page) {
    try {
      page.navigate(product.post("/api/v1/signin-links").json().path("url").asText());
    } catch (IOException e) {
      throw new AssertionError("No sign-in link.", e);
    }
  }

  JsonNode get(String path) {
    return product.get(path);
  }

  void delete(String path) throws IOException {
    product.delete(path);
  }

  JsonNode submit(String workload) throws IOException {
    return product.submit(workload);
  }

  /** Makes something over the REST interface, and returns it. */
  JsonNode create(String path, String body, String type) throws IOException {
    PackagedProduct.Answer answer = product.post(path, body, type);
    if (answer.status() != 201) {
      throw new AssertionError("%s: %d %s".formatted(path, answer.status(), answer.text()));
    }
    return answer.json();
  }

  String token() throws IOException {
    return product.token();
  }

  @Override
  public void close() throws InterruptedException {
    product.stop();
  }

  private long offersOf(String provider) {
    return product.get("/api/v1/offers?limit=1&provider=" + provider).path("total").asLong();
  }
}
