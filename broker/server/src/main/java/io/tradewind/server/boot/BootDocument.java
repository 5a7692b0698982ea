package io.tradewind.server.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The cloud-init user data of a machine for one lease, equal for equal values. It arms the
 * dead-man's switch first, then starts the agent.
 *
 * @param agentSha256 of the one program that the machine may run as its agent
 * @param certificate the only one, in PEM form, that the machine trusts for the broker
 * @param patience without word from the broker for longer, the machine ends itself
 * @param longest after which the machine ends itself in any case
 */
record BootDocument(
    UUID lease,
    BrokerAddress broker,
    String agentSha256,
    Optional<String> certificate,
    Duration patience,
    Optional<Duration> longest) {
  /** Stands where the token belongs, until the document is handed out. */
  static final String TOKEN = "@TOKEN@";

  /** What every cloud takes. */
  private static final int MOST_BYTES = 16 * 1024;

  private static final String FOLDER = "/opt/tradewind/";
  private static final String UNITS = "/etc/systemd/system/";

  BootDocument {
    if (!agentSha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "'%s' is no SHA-256 in hexadecimal.".formatted(agentSha256));
    }
    if (certificate.filter(text -> !text.startsWith("-----BEGIN CERTIFICATE-----")).isPresent()) {
      throw new IllegalArgumentException(
          "tradewind.agent.broker-certificate is no certificate in PEM form.");
    }
  }

  /** The document, with {@link #TOKEN} in the token's place. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("#cloud-config\n# A machine for lease ").append(lease).append(" and no longer.\n");
    text.append("write_files:\n");
    file(text, FOLDER + "token", "0600", TOKEN + "\n");
    file(text, FOLDER + "machine.env", "0644", environment());
    certificate.ifPresent(pem -> file(text, FOLDER + "broker.pem", "0644", pem));
    file(text, FOLDER + "watch.sh", "0755", resource("watch.sh"));
    file(text, FOLDER + "agent.sh", "0755", resource("agent.sh"));
    for (String unit :
        new String[] {
          "tradewind-watch.service", "tradewind-watch.timer", "tradewind-agent.service"
        }) {
      file(text, UNITS + unit, "0644", resource(unit));
    }
    text.append(
        """
        runcmd:
          - [systemctl, daemon-reload]
          - [systemctl, enable, --now, tradewind-watch.timer]
          - [systemctl, enable, --now, --no-block, tradewind-agent.service]
        """);
    return checked(text.toString());
  }

  /** When the machine ends itself, for the lease's record. */
  String promise() {
    return "The machine ends itself when it has not heard of this broker for %s, when its agent ends%s."
        .formatted(words(patience), longest.map(it -> ", and after " + words(it)).orElse(""));
  }

  private String environment() {
    return """
    BROKER='%s'
    CERTIFICATE='%s'
    AGENT_SHA256='%s'
    PATIENCE_SECONDS=%d
    LONGEST_SECONDS=%d
    """
        .formatted(
            broker.uri(),
            certificate.isPresent() ? FOLDER + "broker.pem" : "",
            agentSha256,
            patience.toSeconds(),
            longest.map(Duration::toSeconds).orElse(0L));
  }

  private static void file(StringBuilder text, String path, String mode, String content) {
    text.append("  - path: ").append(path).append('\n');
    text.append("    permissions: '").append(mode).append("'\n");
    text.append("    content: |\n");
    content
        .strip()
        .lines()
        .forEach(line -> text.append(line.isEmpty() ? "" : "      " + line).append('\n'));
  }

  private static String words(Duration duration) {
    return duration.toSeconds() % 60 == 0
        ? duration.toMinutes() + " minutes"
        : duration.toSeconds() + " seconds";
  }

  private static String checked(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_BYTES - 256) {
      throw new IllegalArgumentException(
          "The machine's document has %d bytes, more than clouds take. Maybe tradewind.agent.broker-certificate holds a whole bundle."
              .formatted(bytes));
    }
    return text;
  }

  private static String resource(String name) {
    try (InputStream stream = BootDocument.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing from the broker's jar.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read from the broker's jar.", e);
    }
  }
}
