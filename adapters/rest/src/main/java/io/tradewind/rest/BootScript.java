package io.tradewind.rest;

import io.tradewind.api.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * The document that a machine boots with, as a shell script, for sellers who know no cloud-init:
 * machines that run a script as they start, and containers. It holds the document unchanged.
 */
public final class BootScript {
  private static final int LINE = 100;

  private BootScript() {}

  /** For a machine that can be shut down from within. */
  public static Secret of(Secret document) {
    return inside(document, "exec /sbin/shutdown \"$@\"");
  }

  /**
   * For a container. It goes on for as long as the container is to be.
   *
   * @param end shell lines by which a container ends itself at its seller's, since what ends within
   *     it is paid for all the same; tried again where they fail
   */
  public static Secret inside(Secret document, String end) {
    return new Secret(
        template().replace("@SHUTDOWN@", end).replace("@DOCUMENT@", packed(document.reveal())));
  }

  /** A script in one line of code, for where scripts must be short. */
  public static String zipped(Secret script) {
    return Base64.getEncoder().encodeToString(zip(script.reveal()));
  }

  private static String packed(String document) {
    return Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(zip(document));
  }

  private static byte[] zip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot be written to.", e);
    }
    return bytes.toByteArray();
  }

  private static String template() {
    try (InputStream stream = BootScript.class.getResourceAsStream("boot.sh")) {
      if (stream == null) {
        throw new IllegalStateException("boot.sh is missing from the jar.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("boot.sh cannot be read from the jar.", e);
    }
  }
}
