package io.tradewind.server.identity;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tradewind.server.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * A real Keycloak for the tests of one class, from the distribution that {@code -Pkeycloak}
 * unpacks, with the realm of {@code infra/keycloak}. What tests need besides is made through its
 * own API.
 */
public class Keycloak implements QuarkusTestResourceLifecycleManager {
  static final String REALM = "tradewind";

  /** A further issuer, of another company. */
  static final String PARTNERS = "partners";

  static final String AUDIENCE = "tradewind";

  /** For how long the issuer's word is believed. */
  static final String BELIEVED = "1s";

  static final String PORTAL = "tradewind-portal";
  static final String PIPELINE = "tradewind-pipeline";

  private static final Path UNPACKED = Path.of("target", "keycloak").toAbsolutePath();
  private static final Path REALM_FILE =
      Path.of("..", "..", "infra", "keycloak", "tradewind-realm.json");
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  static final String ADMIN = "admin";

  private @Nullable Process process;

  /** Where the distribution lies, when it is there. */
  static Optional<Path> distribution() {
    try (Stream<Path> folders = Files.isDirectory(UNPACKED) ? Files.list(UNPACKED) : Stream.of()) {
      return folders.filter(it -> Files.exists(it.resolve("lib/quarkus-run.jar"))).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    String issuer;
    // It writes into its own folder while it starts, and two test classes may start one at once.
    try (FileChannel turn =
            FileChannel.open(
                UNPACKED.resolveSibling("keycloak.turn"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock ours = turn.lock()) {
      Path home = distribution().orElseThrow();
      Path imports = Files.createDirectories(home.resolve("data").resolve("import"));
      Files.copy(REALM_FILE, imports.resolve("realm.json"), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(
          imports.resolve("partners.json"),
          "{\"realm\": \"%s\", \"enabled\": true}".formatted(PARTNERS));
      int port = freePort();
      issuer = "http://127.0.0.1:" + port + "/realms/" + REALM;
      process = launch(home, port);
      Eventually.eventually(PATIENCE, () -> answers(issuer), up -> up && ours.isValid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "tradewind.identity.issuer",
        issuer,
        "tradewind.identity.further-issuers",
        issuer.replace(REALM, PARTNERS),
        "tradewind.identity.audience",
        AUDIENCE,
        "tradewind.identity.client-id",
        PORTAL,
        "tradewind.identity.scopes",
        "organization:*",
        "tradewind.identity.introspection-secret",
        KeycloakAdmin.secretOf(issuer.replaceFirst("/realms/.*", ""), AUDIENCE),
        "tradewind.identity.introspection-interval",
        BELIEVED,
        "tradewind.identity.session-key",
        "only-for-tests-only-for-tests-only-for-tests");
  }

  @Override
  public void stop() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static Process launch(Path home, int port) throws IOException {
    var command =
        new ProcessBuilder(
            "sh",
            home.resolve("bin/kc.sh").toString(),
            "start-dev",
            "--import-realm",
            "--db=dev-mem",
            "--cache=local",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--log-level=warn");
    command.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
    command.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
    command.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
    return command
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target", "keycloak.log").toFile())
        .start();
  }

  private boolean answers(String issuer) {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException("Keycloak has ended; see target/keycloak.log.");
    }
    try {
      var request =
          HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration")).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static String issuer(String realm) {
    return address() + "/realms/" + realm;
  }

  /** The test and the resource live in different class loaders; the settings are in both. */
  static String address() {
    return ConfigProvider.getConfig()
        .getValue("tradewind.identity.issuer", String.class)
        .replaceFirst("/realms/.*", "");
  }

  static String tokenOf(String realm, String client, String user) {
    return tokenOf(realm, client, user, "openid");
  }

  static String tokenOf(String realm, String client, String user, String scope) {
    return given()
        .formParam("grant_type", "password")
        .formParam("client_id", client)
        .formParam("client_secret", client)
        .formParam("username", user)
        .formParam("password", user)
        .formParam("scope", scope)
        .post(issuer(realm) + "/protocol/openid-connect/token")
        .then()
        .statusCode(200)
        .extract()
        .path("access_token");
  }

  /** As RFC 7009 has it: the program takes its own token back. */
  static void revoke(String client, String token) {
    given()
        .formParam("client_id", client)
        .formParam("client_secret", client)
        .formParam("token", token)
        .post(issuer(REALM) + "/protocol/openid-connect/revoke")
        .then()
        .statusCode(200);
  }

  static String tokenOfProgram(String client, String secret) {
    return given()
        .formParam("grant_type", "client_credentials")
        .formParam("client_id", client)
        .formParam("client_secret", secret)
        .post(issuer(REALM) + "/protocol/openid-connect/token")
        .then()
        .statusCode(200)
        .extract()
        .path("access_token");
  }
}
