package io.tradewind.server.signin;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Owner;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
class NoSecretInTheLogTest {
  @Test
  void neitherTokenNorCodeNorCookieIsLogged() {
    var everything = new Everything();
    var root = Logger.getLogger("");
    root.addHandler(everything);
    try {
      var link = URI.create(asOwner().post("/api/v1/signin-links").then().extract().path("url"));
      var code = link.getQuery().substring("code=".length());
      var cookie =
          given().redirects().follow(false).get("/signin?code=" + code).cookie("tradewind_session");
      given().get("/signin?code=" + code);
      given().header("Authorization", "Bearer " + Owner.token() + "x").get("/api/v1/me");
      Logger.getLogger("probe").info("the handler listens");

      assertThat(everything.lines).anyMatch(line -> line.contains("the handler listens"));
      assertThat(everything.lines)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .doesNotContain(Owner.token())
                      .doesNotContain(code)
                      .doesNotContain(cookie));
    } finally {
      root.removeHandler(everything);
    }
  }

  private static final class Everything extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Everything() {
      setLevel(Level.ALL);
      setFormatter(new PatternFormatter("%s%e"));
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(getFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
