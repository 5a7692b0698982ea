package io.tradewind.server.boot;

import io.tradewind.server.agent.CarriedProgram;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The agent's program as it was packaged with this broker, read at the first question. */
@Singleton
class AgentProgram implements CarriedProgram {
  private static final String JAR = "META-INF/tradewind/agent.jar";

  private Optional<Content> content = Optional.empty();

  /**
   * @param sha256 in hexadecimal
   */
  record Content(byte[] bytes, String sha256) {}

  @Override
  public Optional<String> sha256() {
    return content().map(Content::sha256);
  }

  /** Empty in a build that packaged no agent. */
  synchronized Optional<Content> content() {
    if (content.isEmpty()) {
      content = read();
    }
    return content;
  }

  private static Optional<Content> read() {
    try (InputStream stream = AgentProgram.class.getClassLoader().getResourceAsStream(JAR)) {
      if (stream == null) {
        return Optional.empty();
      }
      byte[] bytes = stream.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Optional.of(new Content(bytes, HexFormat.of().formatHex(digest)));
    } catch (IOException e) {
      throw new UncheckedIOException("The agent's program cannot be read.", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256; this one has not.", e);
    }
  }
}
