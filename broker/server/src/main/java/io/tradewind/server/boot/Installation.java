package io.tradewind.server.boot;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.server.config.TradewindConfig;
import io.tradewind.server.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** How an operator installs the agent on a machine of a site: one line. */
@Singleton
public class Installation {
  private final TradewindConfig config;
  private final AgentProgram program;
  private final AgentRuntime runtime;

  Installation(TradewindConfig config, AgentProgram program, AgentRuntime runtime) {
    this.config = config;
    this.program = program;
    this.runtime = runtime;
  }

  /**
   * The install line.
   *
   * @param checked runs the script only if it has the checksum
   * @param runtime the platform whose Java is brought along; others need Java 17
   */
  public record Lines(String plain, String checked, String sha256, Optional<String> runtime) {}

  /**
   * @param reached the address under which this request came, for a broker that was told none
   */
  public Uni<Lines> lines(URI reached, String token) {
    return Uni.createFrom()
        .item(() -> linesNow(reached, token))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  private Lines linesNow(URI reached, String token) {
    String script = script(reached);
    String address = broker(reached) + "agent/v1/install.sh";
    String sha256 = sha256(script);
    String certificate =
        config.agent().brokerCertificate().isPresent() ? " --cacert broker.pem" : "";
    String plain =
        "curl -fsSL%s %s | sudo TRADEWIND_ENROLMENT_TOKEN=%s sh"
            .formatted(certificate, address, token);
    String checked =
        "curl -fsSL%s %s -o tradewind-install.sh && echo '%s  tradewind-install.sh' | sha256sum -c - && sudo TRADEWIND_ENROLMENT_TOKEN=%s sh tradewind-install.sh"
            .formatted(certificate, address, sha256, token);
    return new Lines(plain, checked, sha256, runtime.image().map(AgentRuntime.Image::platform));
  }

  /** The same for everybody; it holds no secret. Blocks. */
  String script(URI reached) {
    AgentProgram.Content agent =
        program
            .content()
            .orElseThrow(
                () ->
                    new ProblemException(
                        503, "agent_missing", "This build of the broker carries no agent."));
    Optional<AgentRuntime.Image> image = runtime.image();
    return resource("install.sh")
        .replace("@BROKER@", broker(reached))
        .replace("@AGENT_SHA256@", agent.sha256())
        .replace("@RUNTIME@", image.map(AgentRuntime.Image::platform).orElse(""))
        .replace("@RUNTIME_SHA256@", image.map(AgentRuntime.Image::sha256).orElse(""))
        .replace("@UNIT@", resource("tradewind-site-agent.service").strip());
  }

  private String broker(URI reached) {
    return config
        .agent()
        .brokerUrl()
        .map(BrokerAddress::new)
        .map(address -> address.uri().toString())
        .orElseGet(() -> "%s://%s/".formatted(reached.getScheme(), reached.getAuthority()));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256; this one has not.", e);
    }
  }

  private static String resource(String name) {
    try (InputStream stream = Installation.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing from the broker's jar.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read from the broker's jar.", e);
    }
  }
}
