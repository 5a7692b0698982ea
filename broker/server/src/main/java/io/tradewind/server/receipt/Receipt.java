package io.tradewind.server.receipt;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What was used and emitted. Numbers are exact decimals, as text. */
@Schema(name = "CarbonReceipt", description = "Energy, carbon and water of metered usage.")
record Receipt(
    @Schema(
            required = true,
            enumeration = {"workload", "project", "organization"})
        String kind,
    @Schema(required = true) UUID id,
    @Schema(required = true) String name,
    @Schema(
            required = true,
            nullable = true,
            examples = "2026-11",
            description = "Of UTC; null for all of a workload.")
        @Nullable String month,
    @Schema(required = true, examples = Receipt.METHOD) String method,
    @Schema(
            required = true,
            description = "One for each basis. Parts of different bases are never added.")
        List<Part> parts,
    @Schema(
            required = true,
            description =
                "Leases of a workload, workloads of a project, projects of an organization; one for"
                    + " each basis. Those of a basis add up to its part.")
        List<Line> lines) {
  static final String METHOD = "tradewind-carbon-1";

  /** How grams were counted, and the figures. */
  @Schema(name = "CarbonPart")
  record Part(
      @Schema(required = true) Figures figures,
      @Schema(required = true, examples = "average, location-based, life cycle") String basisName,
      @Schema(required = true) SciView sci,
      @Schema(required = true, description = "Where the figures come from.")
          List<String> sources) {}

  /** A share of the whole. */
  @Schema(name = "CarbonLine")
  record Line(
      @Schema(required = true) UUID id,
      @Schema(required = true) String name,
      @Schema(required = true) Figures figures) {}

  /** Figures as text, with nine decimals. */
  @Schema(name = "CarbonFigures")
  record Figures(
      @Schema(required = true, examples = "average_location_lifecycle") String basis,
      @Schema(required = true) String machineSeconds,
      @Schema(required = true, examples = "0.125000000", description = "At the site's meter.")
          String kilowattHours,
      @Schema(
              required = true,
              nullable = true,
              description = "Before the site's overhead; null where some usage does not say.")
          @Nullable String serverKilowattHours,
      @Schema(required = true, nullable = true, description = "Weighted by energy.")
          @Nullable String pue,
      @Schema(required = true) String operationalGrams,
      @Schema(required = true) String embodiedGrams,
      @Schema(required = true) String totalGrams,
      @Schema(
              required = true,
              nullable = true,
              description = "On site; null where some usage does not say.")
          @Nullable String waterLitres,
      @Schema(required = true, description = "Whether any of it stands on a modelled figure.")
          boolean estimated) {
    static Figures of(CarbonFigures figures) {
      return new Figures(
          figures.basis(),
          figures.machineSeconds().toPlainString(),
          figures.kilowattHours().toPlainString(),
          figures.serverKilowattHours().map(BigDecimal::toPlainString).orElse(null),
          figures.pue().map(BigDecimal::toPlainString).orElse(null),
          figures.operationalGrams().toPlainString(),
          figures.embodiedGrams().toPlainString(),
          figures.totalGrams().toPlainString(),
          figures.waterLitres().map(BigDecimal::toPlainString).orElse(null),
          figures.estimated());
    }
  }

  /** Software carbon intensity, ISO/IEC 21031:2024. */
  @Schema(name = "Sci")
  record SciView(
      @Schema(required = true, examples = "accelerator_hour") String unit,
      @Schema(required = true) String count,
      @Schema(
              required = true,
              nullable = true,
              description = "Null without any of the unit, and for market-based figures.")
          @Nullable String gramsPerUnit) {}

  /** What a receipt is about. */
  record Subject(String kind, UUID id, String name, @Nullable String month) {}

  /**
   * A line as it is stored.
   *
   * @param sources of all its usage
   */
  record Stored(UUID id, String name, CarbonFigures figures, List<String> sources) {}

  static Receipt of(Subject subject, List<Stored> stored, Sci sci) {
    Map<String, List<Stored>> byBasis = new TreeMap<>();
    stored.forEach(
        line ->
            byBasis.merge(
                line.figures().basis(),
                List.of(line),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList()));
    return new Receipt(
        subject.kind(),
        subject.id(),
        subject.name(),
        subject.month(),
        METHOD,
        byBasis.values().stream().map(lines -> part(lines, sci)).toList(),
        stored.stream()
            .map(line -> new Line(line.id(), line.name(), Figures.of(line.figures())))
            .toList());
  }

  private static Part part(List<Stored> lines, Sci sci) {
    CarbonFigures sum =
        lines.stream().map(Stored::figures).reduce(CarbonFigures::plus).orElseThrow();
    Optional<BigDecimal> grams = sci.gramsPerUnit(sum);
    return new Part(
        Figures.of(sum),
        Sci.basis(sum.basis()).map(it -> it.description()).orElse("unknown"),
        new SciView(
            sci.unit(),
            sci.count(sum).toPlainString(),
            grams.map(BigDecimal::toPlainString).orElse(null)),
        lines.stream()
            .flatMap(line -> line.sources().stream())
            .distinct()
            .sorted(Comparator.naturalOrder())
            .toList());
  }
}
