package io.tradewind.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootDocumentTest {
  static final String PEM =
      "-----BEGIN CERTIFICATE-----\n" + "QUJD".repeat(16) + "\n-----END CERTIFICATE-----\n";

  @Test
  void equalValuesAreEqualBytes() {
    assertThat(document(Optional.of(PEM)).text()).isEqualTo(document(Optional.of(PEM)).text());
  }

  @Test
  void itIsACloudConfigThatEveryCloudTakes() {
    String text = document(Optional.of(PEM)).text();

    assertThat(text).startsWith("#cloud-config\n");
    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThan(8 * 1024);
  }

  @Test
  void theTokenIsForRootAloneAndInOnePlace() throws IOException {
    JsonNode file = file(document(Optional.empty()), "/opt/tradewind/token");

    assertThat(file.path("permissions").asText()).isEqualTo("0600");
    assertThat(file.path("content").asText()).isEqualTo(BootDocument.TOKEN + "\n");
    assertThat(document(Optional.empty()).text().split(BootDocument.TOKEN, -1)).hasSize(2);
  }

  @Test
  void theMachineKnowsItsBrokerItsProgramAndItsLimits() throws IOException {
    JsonNode file = file(document(Optional.of(PEM)), "/opt/tradewind/machine.env");

    assertThat(file.path("content").asText())
        .isEqualTo(
            """
            BROKER='https://broker.example/'
            CERTIFICATE='/opt/tradewind/broker.pem'
            AGENT_SHA256='%s'
            PATIENCE_SECONDS=1800
            LONGEST_SECONDS=7200
            """
                .formatted("ab".repeat(32)));
    assertThat(file(document(Optional.of(PEM)), "/opt/tradewind/broker.pem").path("content"))
        .hasToString(new YAMLMapper().getNodeFactory().textNode(PEM).toString());
  }

  @Test
  void theSwitchIsArmedBeforeAnythingElseIsTried() throws IOException {
    List<String> commands = new ArrayList<>();
    parsed(document(Optional.empty()).text())
        .path("runcmd")
        .forEach(command -> commands.add(command.get(command.size() - 1).asText()));

    assertThat(commands)
        .containsExactly("daemon-reload", "tradewind-watch.timer", "tradewind-agent.service");
  }

  @Test
  void whenTheMachineEndsItselfIsSaid() {
    assertThat(document(Optional.empty()).promise())
        .isEqualTo(
            "The machine ends itself when it has not heard of this broker for 30 minutes, when its"
                + " agent ends, and after 120 minutes.");
  }

  @Test
  void aBundleOfCertificatesIsTooLong() {
    assertThatThrownBy(() -> document(Optional.of(PEM.repeat(200))).text())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tradewind.agent.broker-certificate");
  }

  @Test
  void aKeyInPlaceOfACertificateIsRefused() {
    assertThatThrownBy(() -> document(Optional.of("-----BEGIN PRIVATE KEY-----\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no certificate");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://broker.example, plain text",
    "ftp://broker.example, Write https",
    "https://broker.example/path, without a path",
    "https://user@broker.example, Write https",
    "https://broker.example?x=1, Write https",
    "https:broker, Write https"
  })
  void anAddressThatMachinesCannotUseIsRefused(URI address, String why) {
    assertThatThrownBy(() -> new BrokerAddress(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "https://broker.example, https://broker.example/",
    "https://10.0.0.1:8443/, https://10.0.0.1:8443/",
    "http://127.0.0.1:8080, http://127.0.0.1:8080/",
    "http://[::1]:8080, http://[::1]:8080/"
  })
  void anAddressEndsWithASlash(URI address, URI kept) {
    assertThat(new BrokerAddress(address).uri()).isEqualTo(kept);
  }

  @Test
  void withoutAnAddressNoMachineIsStarted() {
    assertThatThrownBy(() -> BrokerAddress.required(Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set tradewind.agent.broker-url");
  }

  static BootDocument document(Optional<String> certificate) {
    return new BootDocument(
        new UUID(0, 1),
        new BrokerAddress(URI.create("https://broker.example")),
        "ab".repeat(32),
        certificate,
        Duration.ofMinutes(30),
        Optional.of(Duration.ofHours(2)));
  }

  private static JsonNode file(BootDocument document, String path) throws IOException {
    for (JsonNode file : parsed(document.text()).path("write_files")) {
      if (file.path("path").asText().equals(path)) {
        return file;
      }
    }
    throw new AssertionError("There is no file " + path);
  }

  private static JsonNode parsed(String text) throws IOException {
    return new YAMLMapper().readTree(text);
  }
}
