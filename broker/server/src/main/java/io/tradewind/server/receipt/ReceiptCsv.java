package io.tradewind.server.receipt;

import io.tradewind.server.paper.Csv;
import io.tradewind.server.receipt.Receipt.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a receipt, then the parts to which they add up, with SCI and sources. */
final class ReceiptCsv {
  private static final List<String> HEAD =
      List.of(
          "kind",
          "month",
          "method",
          "line",
          "id",
          "name",
          "basis",
          "machine_seconds",
          "kwh",
          "server_kwh",
          "pue",
          "operational_gco2e",
          "embodied_gco2e",
          "total_gco2e",
          "water_litres",
          "estimated",
          "sci_unit",
          "sci_count",
          "sci_gco2e_per_unit",
          "sources");

  private ReceiptCsv() {}

  static String of(Receipt receipt) {
    StringBuilder csv = new StringBuilder(Csv.row(HEAD));
    for (Receipt.Line line : receipt.lines()) {
      List<String> cells = cells(receipt, "part", line.id().toString(), line.name());
      cells.addAll(cells(line.figures()));
      cells.addAll(List.of("", "", "", ""));
      csv.append(Csv.row(cells));
    }
    for (Receipt.Part part : receipt.parts()) {
      List<String> cells = cells(receipt, "sum", receipt.id().toString(), receipt.name());
      cells.addAll(cells(part.figures()));
      cells.addAll(
          Arrays.asList(
              part.sci().unit(),
              part.sci().count(),
              text(part.sci().gramsPerUnit()),
              String.join("; ", part.sources())));
      csv.append(Csv.row(cells));
    }
    return csv.toString();
  }

  private static List<String> cells(Receipt receipt, String line, String id, String name) {
    return new ArrayList<>(
        List.of(receipt.kind(), text(receipt.month()), receipt.method(), line, id, name));
  }

  private static List<String> cells(Figures it) {
    return List.of(
        it.basis(),
        it.machineSeconds(),
        it.kilowattHours(),
        text(it.serverKilowattHours()),
        text(it.pue()),
        it.operationalGrams(),
        it.embodiedGrams(),
        it.totalGrams(),
        text(it.waterLitres()),
        Boolean.toString(it.estimated()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
