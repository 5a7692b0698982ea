package io.tradewind.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose certificate no public authority has signed. */
class BrokerTrustTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private Path folder;
  private HttpsServer server;

  @BeforeEach
  void listen(@TempDir Path temporary) throws Exception {
    folder = temporary;
    make("broker");
    make("other");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(keys("broker")));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void thePinnedCertificateIsTrusted() throws Exception {
    assertThat(ask(Optional.of(BrokerTrust.in(certificate("broker"))))).isEqualTo("ok");
  }

  @Test
  void withoutThePinItIsNot() {
    assertThatThrownBy(() -> ask(Optional.empty())).isInstanceOf(BrokerAwayException.class);
  }

  @Test
  void anotherPinRefusesIt() throws Exception {
    SSLContext other = BrokerTrust.in(certificate("other"));

    assertThatThrownBy(() -> ask(Optional.of(other))).isInstanceOf(BrokerAwayException.class);
  }

  @Test
  void aFileWithoutACertificateIsExplained() throws IOException {
    Path nonsense = Files.writeString(folder.resolve("nonsense"), "hello\n");

    assertThatThrownBy(() -> BrokerTrust.in(nonsense))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no certificate");
  }

  private String ask(Optional<SSLContext> trust) throws Exception {
    URI address = URI.create("https://localhost:%d/".formatted(server.getAddress().getPort()));
    byte[] answer =
        new Http(address, trust, time -> {})
            .send("GET", "/", Optional.empty(), Optional.empty(), Duration.ofSeconds(20));
    return new String(answer, StandardCharsets.US_ASCII);
  }

  private SSLContext keys(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(file, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  private void make(String name) throws IOException, InterruptedException {
    keytool(
        name,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=dns:localhost,ip:127.0.0.1");
    keytool(name, "-exportcert", "-rfc", "-file", certificate(name).toString());
  }

  private void keytool(String name, String... more) throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(more));
    command.addAll(
        List.of(
            "-alias",
            name,
            "-keystore",
            folder.resolve(name + ".p12").toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(process.waitFor()).as("keytool").isZero();
  }
}
