package io.tradewind.pricing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Energy and carbon of a placement after the Software Carbon Intensity specification (ISO/IEC
 * 21031:2024): {@code energy × intensity + embodied share}. Energy counts everything reserved, used
 * or not, and the site's overhead (PUE). The static functions on numbers are the same formulas for
 * hot loops.
 */
public final class CarbonModel {

  /** Energy of moving a gigabyte over the network: Cloud Carbon Footprint. */
  public static final double NETWORK_KILOWATT_HOURS_PER_GIGABYTE = 0.001;

  private static final double NANOS_PER_HOUR = 3.6e12;

  private CarbonModel() {}

  public static CarbonEstimate estimate(
      PowerDraw power, Duration duration, Pue pue, GridIntensity grid, EmbodiedShare embodied) {
    return estimate(CarbonInputs.of(power, duration, pue, grid, embodied));
  }

  public static CarbonEstimate estimate(CarbonInputs in) {
    double hours = hours(in.duration());
    KilowattHours itEnergy = in.power().atServers().over(in.duration());
    KilowattHours siteEnergy = itEnergy.times(in.pue().value());
    double intensity = in.grid().gramsPerKilowattHour();
    double operational =
        siteEnergy.value() * intensity + egressGrams(in.egress().inGigabytes(), intensity);
    return new CarbonEstimate(
        itEnergy,
        siteEnergy,
        in.pue(),
        in.grid(),
        new GramsCo2e(operational),
        new GramsCo2e(in.embodied().gramsPerHour() * hours),
        new GramsCo2e(in.embodied().low() * hours),
        new GramsCo2e(in.embodied().high() * hours),
        in.grid().basis(),
        sources(in),
        isEstimated(in),
        waterLitres(in, itEnergy));
  }

  /** Operational and embodied grams for an hour of one placement. */
  public static double gramsPerHour(
      double serverWatts, double pue, double gramsPerKilowattHour, double embodiedGramsPerHour) {
    return operationalGramsPerHour(serverWatts, pue, gramsPerKilowattHour) + embodiedGramsPerHour;
  }

  public static double operationalGramsPerHour(
      double serverWatts, double pue, double gramsPerKilowattHour) {
    return siteKilowattHours(serverWatts, pue, 1) * gramsPerKilowattHour;
  }

  public static double siteKilowattHours(double serverWatts, double pue, double hours) {
    return serverWatts * pue * hours / 1_000;
  }

  /** The network's energy at the intensity of the place that sends. */
  public static double egressGrams(double gigabytes, double gramsPerKilowattHour) {
    return gigabytes * NETWORK_KILOWATT_HOURS_PER_GIGABYTE * gramsPerKilowattHour;
  }

  static double hours(Duration duration) {
    return (duration.getSeconds() * 1e9 + duration.getNano()) / NANOS_PER_HOUR;
  }

  private static boolean isEstimated(CarbonInputs in) {
    boolean networkIsModelled = in.egress().bytes() > 0;
    return in.power().estimated()
        || in.pue().isAssumed()
        || in.grid().estimated()
        || in.embodied().estimated()
        || networkIsModelled;
  }

  private static OptionalDouble waterLitres(CarbonInputs in, KilowattHours itEnergy) {
    return in.water().stream()
        .mapToDouble(water -> itEnergy.value() * water.litresPerKilowattHour())
        .findFirst();
  }

  private static List<String> sources(CarbonInputs in) {
    List<String> sources = new ArrayList<>();
    sources.add("power: " + in.power().source());
    sources.add("PUE %s: %s".formatted(in.pue().value(), in.pue().source()));
    sources.add(
        "grid %s g/kWh, %s, as of %s: %s"
            .formatted(
                in.grid().gramsPerKilowattHour(),
                in.grid().basis().description(),
                in.grid().asOf(),
                in.grid().source()));
    sources.add("embodied: " + in.embodied().source());
    if (in.egress().bytes() > 0) {
      sources.add(
          "network: %s kWh/GB, Cloud Carbon Footprint"
              .formatted(NETWORK_KILOWATT_HOURS_PER_GIGABYTE));
    }
    in.water().ifPresent(water -> sources.add("water: " + water.source()));
    return sources;
  }
}
