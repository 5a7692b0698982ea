package io.tradewind.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * In which zone a spot machine was to be had when.
 *
 * @param up a row a zone, a column a step
 * @param origin in words
 */
public record ZoneTraces(List<boolean[]> up, Duration step, String origin) {
  private static final Path NINE_ZONES =
      Path.of("shared/data/traces/spot-availability/availability/1-node/aws-02-15-2023");
  private static final Pattern STEP = Pattern.compile("\"gap_seconds\"\\s*:\\s*(\\d+)");
  private static final Pattern DATA = Pattern.compile("\"data\"\\s*:\\s*\\[([^]]*)]");

  /** The public trace of nine zones over 45 days where it lies beside the repository. */
  public static ZoneTraces find(long seed) {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, path -> path != null, Path::getParent)
        .map(path -> path.resolve(NINE_ZONES))
        .filter(Files::isDirectory)
        .findFirst()
        .map(ZoneTraces::read)
        .orElseGet(() -> generated(seed));
  }

  private static ZoneTraces generated(long seed) {
    Random random = new Random(seed);
    List<boolean[]> zones = new ArrayList<>();
    for (int zone = 0; zone < 9; zone++) {
      boolean[] up = new boolean[20_000];
      boolean now = random.nextBoolean();
      for (int i = 0; i < up.length; i++) {
        now = random.nextInt(now ? 30 : 25) == 0 ? !now : now;
        up[i] = now;
      }
      zones.add(up);
    }
    return new ZoneTraces(zones, Duration.ofSeconds(195), "generated with seed " + seed);
  }

  private static ZoneTraces read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> texts =
          files
              .filter(file -> file.toString().endsWith(".json.gz"))
              .sorted()
              .map(ZoneTraces::unpacked)
              .toList();
      Duration step = Duration.ofSeconds(Long.parseLong(first(STEP, texts.get(0))));
      List<boolean[]> up = texts.stream().map(text -> row(first(DATA, text))).toList();
      return new ZoneTraces(up, step, "the public trace of %d zones".formatted(up.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unpacked(Path file) {
    try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return Optional.of(found)
        .filter(Matcher::find)
        .map(it -> it.group(1))
        .orElseThrow(() -> new IllegalArgumentException("No %s in the trace.".formatted(pattern)));
  }

  private static boolean[] row(String list) {
    List<Boolean> counts =
        Arrays.stream(list.split(",")).map(it -> Integer.parseInt(it.strip()) > 0).toList();
    boolean[] up = new boolean[counts.size()];
    for (int i = 0; i < up.length; i++) {
      up[i] = counts.get(i);
    }
    return up;
  }

  /** After its end the trace begins again. */
  public boolean isUp(int zone, Duration since) {
    boolean[] row = up.get(zone);
    return row[(int) (since.toMillis() / step.toMillis() % row.length)];
  }
}
