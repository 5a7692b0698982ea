package io.tradewind.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Real data that some machines have in {@code ../shared/data} beside the repository. A test that
 * needs it is skipped, and says so, where it is not.
 */
public final class OptionalData {
  private OptionalData() {}

  /**
   * @param path below {@code ../shared/data}
   */
  public static Path require(String path) {
    Optional<Path> folder = folder();
    boolean isThere = folder.map(data -> Files.exists(data.resolve(path))).orElse(false);
    assumeTrue(isThere, "skipped: ../shared/data/%s is not beside the repository".formatted(path));
    return folder.orElseThrow().resolve(path);
  }

  /** The repository is the nearest folder upwards that holds the parent of all modules. */
  private static Optional<Path> folder() {
    Path here = Path.of(System.getProperty("user.dir", ".")).toAbsolutePath().normalize();
    return Stream.iterate(here, path -> path != null, Path::getParent)
        .filter(path -> Files.isDirectory(path.resolve("adapters/testkit")))
        .findFirst()
        .map(repository -> repository.resolve("../shared/data").normalize());
  }
}
