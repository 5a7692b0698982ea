package io.tradewind.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which broker, and as whom. There is no option for a token: arguments are seen by everybody on the
 * machine.
 */
final class BrokerOptions {
  private static final String HERE = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The broker's address; TRADEWIND_URL, or " + HERE + ".")
  private @Nullable URI url;

  Broker connect(Map<String, String> environment) throws IOException {
    URI address =
        url != null ? url : URI.create(environment.getOrDefault("TRADEWIND_URL", HERE).strip());
    if (address.getScheme() == null || address.getHost() == null) {
      throw new RefusedException(
          "%s is no address. Write it whole, such as https://tradewind.example.org."
              .formatted(address));
    }
    return new Broker(address, token(environment, address));
  }

  private static Optional<String> token(Map<String, String> environment, URI address)
      throws IOException {
    String given = environment.getOrDefault("TRADEWIND_TOKEN", "").strip();
    if (!given.isEmpty()) {
      return Optional.of(given);
    }
    // The owner's token opens this machine's broker, and is nobody else's business.
    if (!isLoopback(address)) {
      return Optional.empty();
    }
    String home = environment.getOrDefault("TRADEWIND_HOME", "").strip();
    Path folder =
        home.isEmpty() ? Path.of(System.getProperty("user.home"), ".tradewind") : Path.of(home);
    Path file = folder.resolve("owner.token");
    return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  private static boolean isLoopback(URI address) {
    String host = address.getHost();
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }
}
