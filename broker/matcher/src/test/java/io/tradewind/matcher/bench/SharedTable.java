package io.tradewind.matcher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A CSV file, packed or not, of the optional data beside the repository. Lines with quotes are left
 * out.
 *
 * @param rows cells as they stand; an empty last cell is there
 */
public record SharedTable(List<String> header, List<String[]> rows) {

  /** Empty when it is not there. */
  public static Optional<SharedTable> find(String path) throws IOException {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared/data").resolve(path);
      if (Files.isReadable(file)) {
        return Optional.of(read(file));
      }
    }
    return Optional.empty();
  }

  public int column(String name) {
    int index = header.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("There is no column %s in %s.".formatted(name, header));
    }
    return index;
  }

  private static SharedTable read(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
      List<String> header = List.of(reader.readLine().split(","));
      List<String[]> rows = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.indexOf('"') < 0) {
          rows.add(line.split(",", -1));
        }
      }
      return new SharedTable(header, rows);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream stream = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(stream) : stream;
  }
}
