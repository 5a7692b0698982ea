package io.tradewind.matcher.bench;

import io.tradewind.api.LatencyReading;
import io.tradewind.api.LatencyReading.Landmark;
import io.tradewind.matcher.nearness.End;
import io.tradewind.matcher.nearness.Estimate;
import io.tradewind.matcher.nearness.RoundTrips;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * O3: every region of a measured matrix is home once; each hour of a year an hour of work goes to
 * the region within a bound on the round trip that is believed to be the cleanest. Share of what a
 * clairvoyant saves, both as means over homes of the saving relative to staying.
 *
 * <p>What is believed: last year's mean of a zone, which several publishers give away, and the
 * figure of an hour ago where the grid's operator publishes it to everybody: without any key in
 * Great Britain (NESO), Denmark (Energinet) and Australia (OpenElectricity); with a key that costs
 * nothing in the European Union (ENTSO-E) and the United States (EIA).
 */
final class SpatialBench {
  static final long SEED = 3;
  private static final double TARGET = 99;

  /** Hours from one that is looked at to the next, where many cases are tried. */
  private static final int SPARSE = 49;

  private static final int[] BOUNDS = {20, 50, 100, 200, Integer.MAX_VALUE};
  private static final String TRACES = "../shared/data/carbon and ../shared/data/geo";

  private final List<Site> sites;
  private final double[][] milliseconds;
  private final int step;

  /** A region with its grid: the hours of a year, and the mean of the year before. */
  private record Site(String zone, double[] hours, double lastYear, double mean) {
    static Site of(String zone, double[] hours, double lastYear) {
      return new Site(zone, hours, lastYear, Arrays.stream(hours).average().orElseThrow());
    }
  }

  /** What is believed of a site at an hour. */
  private interface Belief {
    double grams(Site site, int hour);
  }

  private SpatialBench(List<Site> sites, double[][] milliseconds, int step) {
    this.sites = sites;
    this.milliseconds = milliseconds;
    this.step = step;
  }

  static void run(Report report, boolean full) throws IOException {
    Optional<HourlyGrids> grids = HourlyGrids.read();
    Optional<LatencyReading> matrix = MeasuredMatrix.read();
    Optional<SharedTable> regions = SharedTable.find("geo/regions.csv");
    Optional<SharedTable> lastYear =
        SharedTable.find("carbon/electricitymaps-yearly/yearly_2021.csv");
    if (grids.isEmpty() || matrix.isEmpty() || regions.isEmpty() || lastYear.isEmpty()) {
      report.say("skipped: %s are not beside the repository".formatted(TRACES));
      return;
    }
    Map<String, String> zones = column(regions.get(), "grid_zone", "provider", "region");
    Map<String, String> means = column(lastYear.get(), "carbon_intensity_gco2eq_kwh", "zone");
    List<Site> sites = new ArrayList<>();
    List<End> ends = new ArrayList<>();
    for (Landmark landmark : matrix.get().landmarks()) {
      String zone = zones.getOrDefault(landmark.name(), "");
      int index = grids.get().zones().indexOf(zone);
      if (index >= 0 && means.containsKey(zone)) {
        double mean = Double.parseDouble(means.get(zone));
        sites.add(Site.of(zone, grids.get().values()[index], mean));
        ends.add(new End(landmark.region(), landmark.point(), 0));
      }
    }
    report.say("%d regions in grids with an hourly trace".formatted(sites.size()));
    double[][] milliseconds = measured(matrix.get(), ends);
    new SpatialBench(sites, milliseconds, full ? 1 : 7).measure(report);
    new SpatialBench(sites, milliseconds, SPARSE).limits(report);
  }

  private void measure(Report report) {
    for (int bound : BOUNDS) {
      String name = bound == Integer.MAX_VALUE ? "none" : bound + "ms";
      String what = "round trip " + (bound == Integer.MAX_VALUE ? "any" : "≤ " + bound + " ms");
      double most = saving(bound, (site, hour) -> site.hours()[hour]);
      report.tell("O3.oracle." + name, what + ": what a clairvoyant saves", 100 * most, "%");
      report.tell(
          "O3.table." + name,
          what + ": last year's means alone",
          share(bound, most, mixed(zone -> false)),
          "%");
      report.atLeast(
          "O3." + name,
          what + ": and what needs no key",
          share(bound, most, mixed(SpatialBench::needsNoKey)),
          "%",
          TARGET);
      report.tell(
          "O3.freekey." + name,
          what + ": and what a free key gives",
          share(bound, most, mixed(SpatialBench::isFree)),
          "%");
      report.tell(
          "O3.hourold." + name,
          what + ": every grid an hour old",
          share(bound, most, mixed(zone -> true)),
          "%");
      report.tell(
          "O3.thisyear." + name,
          what + ": this year's means, unknown before its end",
          share(bound, most, (site, hour) -> site.mean()),
          "%");
    }
  }

  /**
   * What the shares are short of: of the countries whose grids tell nothing free of charge hour by
   * hour, the fewest (one after the other, each time the one that helps most) whose figures of an
   * hour ago would lift every bound on the round trip to the target.
   */
  private void limits(Report report) {
    Set<String> missing = new TreeSet<>();
    sites.stream().map(Site::zone).filter(zone -> !isFree(zone)).forEach(z -> missing.add(land(z)));
    Set<String> added = new LinkedHashSet<>();
    double reached = leastShare(added);
    double before = reached;
    while (reached < TARGET && !missing.isEmpty()) {
      String best = missing.iterator().next();
      double bestShare = Double.NEGATIVE_INFINITY;
      for (String land : missing) {
        Set<String> with = new LinkedHashSet<>(added);
        with.add(land);
        double share = leastShare(with);
        if (share > bestShare) {
          bestShare = share;
          best = land;
        }
      }
      missing.remove(best);
      added.add(best);
      reached = bestShare;
    }
    report.tell("O3.free.worst", "the worst bound with what a free key gives", before, "%");
    report.tell(
        "O3.missing",
        "countries whose grids would have to tell each hour for %s %% at every bound: %s"
            .formatted(TARGET, String.join(", ", added)),
        added.size(),
        "countries");
    report.tell("O3.missing.reached", "the worst bound with these", reached, "%");
  }

  private double leastShare(Set<String> lands) {
    Belief belief = mixed(zone -> isFree(zone) || lands.contains(land(zone)));
    double least = Double.POSITIVE_INFINITY;
    for (int bound : BOUNDS) {
      double most = saving(bound, (site, hour) -> site.hours()[hour]);
      least = Math.min(least, share(bound, most, belief));
    }
    return least;
  }

  private static boolean isFree(String zone) {
    return needsNoKey(zone) || needsFreeKey(zone);
  }

  private static String land(String zone) {
    return zone.split("-")[0];
  }

  private double share(int bound, double most, Belief belief) {
    return 100 * saving(bound, belief) / most;
  }

  private Belief mixed(Predicate<String> isLive) {
    Set<String> live =
        sites.stream().map(Site::zone).filter(isLive).collect(Collectors.toUnmodifiableSet());
    return (site, hour) ->
        hour > 0 && live.contains(site.zone()) ? site.hours()[hour - 1] : site.lastYear();
  }

  private static boolean needsNoKey(String zone) {
    return zone.equals("GB") || zone.startsWith("DK-") || zone.startsWith("AU-");
  }

  private static boolean needsFreeKey(String zone) {
    String country = land(zone);
    return country.equals("US")
        || List.of("AT", "BE", "CH", "DE", "ES", "FI", "FR", "IE", "IT", "NL", "NO", "PL", "SE")
            .contains(country);
  }

  private double saving(int bound, Belief belief) {
    double saved = 0;
    for (int home = 0; home < sites.size(); home++) {
      double stayed = 0;
      double went = 0;
      List<Site> within = within(home, bound);
      for (int hour = 0; hour < sites.get(home).hours().length; hour += step) {
        stayed += sites.get(home).hours()[hour];
        went += cleanest(within, belief, hour).hours()[hour];
      }
      saved += (stayed - went) / stayed;
    }
    return saved / sites.size();
  }

  private List<Site> within(int home, int bound) {
    List<Site> within = new ArrayList<>();
    for (int other = 0; other < sites.size(); other++) {
      if (other == home || milliseconds[home][other] <= bound) {
        within.add(sites.get(other));
      }
    }
    return within;
  }

  private static Site cleanest(List<Site> sites, Belief belief, int hour) {
    Site cleanest = sites.get(0);
    double least = belief.grams(cleanest, hour);
    for (Site site : sites) {
      double grams = belief.grams(site, hour);
      if (grams < least) {
        least = grams;
        cleanest = site;
      }
    }
    return cleanest;
  }

  /** What was not measured is too far for any bound. */
  private static double[][] measured(LatencyReading matrix, List<End> ends) {
    RoundTrips roundTrips = RoundTrips.of(List.of(matrix));
    double[][] milliseconds = new double[ends.size()][ends.size()];
    for (int i = 0; i < ends.size(); i++) {
      for (int j = 0; j < ends.size(); j++) {
        Estimate estimate = roundTrips.between(ends.get(i), ends.get(j));
        milliseconds[i][j] = estimate.measured() ? estimate.milliseconds() : Double.MAX_VALUE;
      }
    }
    return milliseconds;
  }

  private static Map<String, String> column(SharedTable table, String value, String... keys) {
    Map<String, String> column = new HashMap<>();
    for (String[] row : table.rows()) {
      List<String> key = Arrays.stream(keys).map(name -> row[table.column(name)]).toList();
      column.put(String.join("/", key), row[table.column(value)]);
    }
    return column;
  }
}
