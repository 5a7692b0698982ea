package io.tradewind.server.earning;

import io.tradewind.server.paper.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A year's report as RFC 4180 has it: a line for each figure, with who says so. */
final class YearlyReportCsv {
  private static final String TOLD = "operator";
  private static final String METERED = "metered by the broker, leases only";

  private YearlyReportCsv() {}

  static String of(YearlyReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("symbol", "field", "value", "unit", "basis"));
    rows.add(row("", "year", Integer.toString(report.year()), "", ""));
    rows.add(row("", "site", report.site(), "", TOLD));
    rows.add(row("", "operator", report.operator(), "", TOLD));
    rows.add(row("", "city", report.city(), "", TOLD));
    rows.add(row("", "country", report.country(), "", TOLD));
    rows.add(row("", "cooling", report.cooling(), "", TOLD));
    report
        .told()
        .figures()
        .forEach(it -> rows.add(row(it.symbol(), it.field(), text(it.value()), it.unit(), TOLD)));
    rows.add(row("", "refrigerants", report.told().refrigerants(), "", TOLD));
    YearlyReport.Indicators all = report.indicators();
    rows.add(row("PUE", "pue", text(all.pue()), "", all.pueBasis()));
    rows.add(row("WUE", "wue", text(all.wue()), "l/kWh", all.wueBasis()));
    rows.add(row("ERF", "erf", text(all.erf()), "", TOLD));
    rows.add(row("REF", "ref", text(all.ref()), "", TOLD));
    YearlyReport.Sold sold = report.sold();
    rows.add(row("", "soldUnitHours", text(sold.unitHours()), "h", METERED));
    rows.add(row("", "soldEnergyKwh", text(sold.energyKilowattHours()), "kWh", METERED));
    rows.add(row("", "soldItEnergyKwh", text(sold.itKilowattHours()), "kWh", METERED));
    rows.add(row("", "soldOperationalGrams", text(sold.operationalGrams()), "gCO2e", METERED));
    rows.add(row("", "soldWaterLitres", text(sold.waterLitres()), "l", METERED));
    StringBuilder csv = new StringBuilder();
    rows.forEach(row -> csv.append(Csv.row(row)));
    return csv.toString();
  }

  private static List<String> row(
      String symbol, String field, @Nullable String value, String unit, String basis) {
    return List.of(symbol, field, Objects.requireNonNullElse(value, ""), unit, basis);
  }

  private static @Nullable String text(@Nullable Double value) {
    return value == null ? null : Double.toString(value);
  }
}
