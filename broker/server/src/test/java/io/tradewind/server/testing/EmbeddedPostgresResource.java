package io.tradewind.server.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tradewind.server.start.EmbeddedDatabase;
import io.tradewind.server.start.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL and a home folder of its own for {@code @QuarkusTest}, which does not run the
 * program's main method.
 */
public class EmbeddedPostgresResource implements QuarkusTestResourceLifecycleManager {
  /** Kept between builds: unpacking takes longer than starting. */
  public static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();

  private @Nullable Path home;
  private @Nullable EmbeddedDatabase database;

  @Override
  public Map<String, String> start() {
    try {
      var homes = Files.createDirectories(Path.of("target", "homes").toAbsolutePath());
      home = Files.createTempDirectory(homes, "home-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    database = EmbeddedDatabase.open(home, PROGRAMS);
    var settings = new HashMap<>(database.settings());
    settings.put("tradewind.home", home.toString());
    return settings;
  }

  @Override
  public void stop() {
    if (database == null || home == null) {
      return;
    }
    database.close();
    try {
      PrivateFiles.deleteFolder(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
