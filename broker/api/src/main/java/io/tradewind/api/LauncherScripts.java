package io.tradewind.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The shell lines, bundled with this module, by which a program is started on several nodes. */
public final class LauncherScripts {
  private LauncherScripts() {}

  /** Brings Ray up on every node, from what each is told of itself. */
  public static String ray() {
    return text("ray.sh");
  }

  /** Lets {@code mpirun} on the first node start processes on the others. */
  public static String mpi() {
    return text("mpi.sh");
  }

  private static String text(String name) {
    try (InputStream in = LauncherScripts.class.getResourceAsStream("launcher/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled %s cannot be read.".formatted(name), e);
    }
  }
}
