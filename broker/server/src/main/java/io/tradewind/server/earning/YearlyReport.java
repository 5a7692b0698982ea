package io.tradewind.server.earning;

import io.tradewind.server.agent.SiteEntity;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A year of a site, in replies.
 *
 * @param sold what the broker metered: the leases' part of the site, never the whole of it
 * @param told by the operator, of the whole site
 * @param missing fields that the directive asks for and nobody has told
 */
@Schema(name = "YearlyReport", description = "A site's year, for (EU) 2024/1364.")
public record YearlyReport(
    @Schema(required = true) int year,
    @Schema(required = true) String site,
    @Schema(required = true, nullable = true) @Nullable String operator,
    @Schema(required = true) String city,
    @Schema(required = true, nullable = true) @Nullable String country,
    @Schema(required = true, nullable = true) @Nullable String cooling,
    @Schema(required = true, description = "What the broker metered of leases; not the whole site.")
        Sold sold,
    @Schema(required = true) SiteYearBody told,
    @Schema(required = true) Indicators indicators,
    @Schema(required = true, description = "Asked for by the directive, and told by nobody.")
        List<String> missing) {

  /**
   * What was sold through the broker.
   *
   * @param energyKilowattHours at the site's meter, by rated power
   * @param itKilowattHours the same at the machines
   */
  @Schema(name = "SoldInAYear")
  public record Sold(
      @Schema(required = true) double unitHours,
      @Schema(required = true) double energyKilowattHours,
      @Schema(required = true) double itKilowattHours,
      @Schema(required = true) double operationalGrams,
      @Schema(required = true, nullable = true, description = "Null where no WUE is known.")
          @Nullable Double waterLitres) {}

  /**
   * The indicators of annex III.
   *
   * @param pue power usage effectiveness: E_DC / E_IT; without both, what the operator declared
   * @param wue water usage effectiveness in litres a kWh: W_IN / E_IT; likewise
   * @param erf energy reuse factor: E_REUSE / E_DC
   * @param ref renewable energy factor: E_RES-TOT / E_DC
   */
  @Schema(name = "SiteIndicators", description = "Of annex III; null where a figure is missing.")
  public record Indicators(
      @Schema(required = true, nullable = true) @Nullable Double pue,
      @Schema(required = true) String pueBasis,
      @Schema(required = true, nullable = true) @Nullable Double wue,
      @Schema(required = true) String wueBasis,
      @Schema(required = true, nullable = true) @Nullable Double erf,
      @Schema(required = true, nullable = true) @Nullable Double ref) {}

  private static final double LITRES_A_CUBIC_METRE = 1_000;

  static YearlyReport of(int year, SiteEntity site, EarningsView earnings, SiteYearBody told) {
    return new YearlyReport(
        year,
        site.name,
        site.operator,
        site.city,
        site.country,
        site.cooling,
        sold(site, earnings),
        told,
        indicators(site, told),
        told.figures().stream()
            .filter(figure -> figure.value() == null)
            .map(SiteYearBody.Figure::field)
            .toList());
  }

  private static Sold sold(SiteEntity site, EarningsView earnings) {
    return new Sold(
        earnings.days().stream().mapToDouble(EarningsView.DayView::unitHours).sum(),
        earnings.energyKilowattHours(),
        earnings.energyKilowattHours() / (site.pue == null ? 1 : site.pue),
        earnings.operationalGrams(),
        site.wue == null ? null : earnings.waterLitres());
  }

  private static Indicators indicators(SiteEntity site, SiteYearBody told) {
    Double pue = ratio(told.totalEnergyKwh(), told.itEnergyKwh());
    Double water = told.waterM3() == null ? null : told.waterM3() * LITRES_A_CUBIC_METRE;
    Double wue = ratio(water, told.itEnergyKwh());
    return new Indicators(
        pue == null ? site.pue : pue,
        basis(pue, site.pue),
        wue == null ? site.wue : wue,
        basis(wue, site.wue),
        ratio(told.reusedHeatKwh(), told.totalEnergyKwh()),
        ratio(renewable(told), told.totalEnergyKwh()));
  }

  private static String basis(@Nullable Double measured, @Nullable Double declared) {
    if (measured != null) {
      return "of the year's energy";
    }
    return declared == null ? "unknown" : "declared when the site was onboarded";
  }

  private static @Nullable Double renewable(SiteYearBody told) {
    List<Double> parts =
        java.util.stream.Stream.of(
                told.renewableGuaranteesKwh(),
                told.renewableAgreementsKwh(),
                told.renewableOnSiteKwh())
            .filter(Objects::nonNull)
            .toList();
    return parts.isEmpty() ? null : parts.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static @Nullable Double ratio(@Nullable Double part, @Nullable Double whole) {
    return part == null || whole == null || whole == 0 ? null : part / whole;
  }
}
