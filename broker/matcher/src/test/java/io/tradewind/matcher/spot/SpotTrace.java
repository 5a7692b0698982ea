package io.tradewind.matcher.spot;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Region;
import io.tradewind.matcher.memory.Pool;
import java.io.IOException;
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
 * Who could get a machine when, at even steps.
 *
 * @param up a row a pool, a column a step
 */
public record SpotTrace(List<Pool> pools, boolean[][] up, Duration step) {
  /** Nine zones, V100, 45 days from February 2023. */
  public static final String NINE_ZONES = "availability/1-node/aws-02-15-2023";

  /** Eight pools (K80 and V100, two zones), 27 days from October 2022. */
  public static final String EIGHT_POOLS = "availability/1-node/aws-10-26-2022";

  private static final Pattern STEP = Pattern.compile("\"gap_seconds\"\\s*:\\s*(\\d+)");
  private static final Pattern DATA = Pattern.compile("\"data\"\\s*:\\s*\\[([^]]*)]");

  /** A folder of the optional traces beside the repository, when it is there. */
  public static Optional<SpotTrace> find(String folder) throws IOException {
    Path here = Path.of("").toAbsolutePath();
    while (here != null) {
      Path files = here.resolve("shared/data/traces/spot-availability").resolve(folder);
      if (Files.isDirectory(files)) {
        return Optional.of(read(files));
      }
      here = here.getParent();
    }
    return Optional.empty();
  }

  /** The same kind of trace from a seed: each pool is up and down for Lomax-like times. */
  public static SpotTrace generated(long seed, int pools, int steps) {
    Random random = new Random(seed);
    List<Pool> names = new ArrayList<>();
    boolean[][] up = new boolean[pools][steps];
    for (int pool = 0; pool < pools; pool++) {
      names.add(pool("made", "zone-" + pool, "1×V100"));
      double calm = 0.5 + 3 * random.nextDouble();
      double downHours = 1 + 3 * random.nextDouble();
      fill(up[pool], random, calm, downHours);
    }
    return new SpotTrace(names, up, Duration.ofSeconds(195));
  }

  private static void fill(boolean[] up, Random random, double calm, double downHours) {
    double hours = 195 / 3600.0;
    double age = 0;
    boolean now = random.nextBoolean();
    for (int i = 0; i < up.length; i++) {
      double hazard = now ? 0.6 / calm / (age + 0.2) : 1 / downHours;
      if (random.nextDouble() < 1 - Math.exp(-hazard * hours)) {
        now = !now;
        age = 0;
      } else {
        age += hours;
      }
      up[i] = now;
    }
  }

  private static SpotTrace read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(file -> file.toString().endsWith(".json.gz")).sorted().toList();
    }
    List<Pool> pools = new ArrayList<>();
    List<boolean[]> rows = new ArrayList<>();
    Duration step = Duration.ZERO;
    for (Path file : files) {
      String text = unpacked(file);
      step = Duration.ofSeconds(Long.parseLong(first(STEP, text)));
      rows.add(numbers(first(DATA, text)));
      String[] name = file.getFileName().toString().replace(".json.gz", "").split("_", 2);
      pools.add(pool("aws", name[0], name[1]));
    }
    int shortest = rows.stream().mapToInt(row -> row.length).min().orElse(0);
    boolean[][] up = rows.stream().map(r -> Arrays.copyOf(r, shortest)).toArray(boolean[][]::new);
    return new SpotTrace(pools, up, step);
  }

  private static Pool pool(String provider, String zone, String shape) {
    String region = zone.substring(0, zone.length() - 1);
    return new Pool(Region.of(provider, region), Optional.of(zone), shape, CapacityType.SPOT);
  }

  private static String unpacked(Path file) throws IOException {
    try (GZIPInputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String first(Pattern pattern, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("No %s in the trace.".formatted(pattern));
    }
    return found.group(1);
  }

  private static boolean[] numbers(String list) {
    String[] counts = list.split(",");
    boolean[] up = new boolean[counts.length];
    for (int i = 0; i < counts.length; i++) {
      up[i] = Integer.parseInt(counts[i].strip()) > 0;
    }
    return up;
  }

  public int steps() {
    return up[0].length;
  }

  public double stepHours() {
    return Hours.of(step);
  }
}
