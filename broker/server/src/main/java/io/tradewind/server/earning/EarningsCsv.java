package io.tradewind.server.earning;

import io.tradewind.server.earning.EarningsView.DayView;
import java.util.List;
import java.util.stream.Collectors;

/** Earnings as RFC 4180 has them. */
final class EarningsCsv {
  private static final String HEAD =
      "day,unit,leases,unit_hours,currency,gross,take,refunded,net,energy_kwh\r\n";

  private EarningsCsv() {}

  static String of(EarningsView earnings) {
    return earnings.days().stream()
        .map(EarningsCsv::line)
        .collect(Collectors.joining("", HEAD, ""));
  }

  private static String line(DayView day) {
    return row(
        List.of(
            day.day().toString(),
            day.unit(),
            Long.toString(day.leases()),
            Double.toString(day.unitHours()),
            day.gross().currency(),
            day.gross().amount(),
            day.take().amount(),
            day.refunded().amount(),
            day.net().amount(),
            Double.toString(day.energyKilowattHours())));
  }

  /** What a table program would take for a formula is text here. */
  static String row(List<String> cells) {
    return cells.stream().map(EarningsCsv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(String text) {
    boolean formula = text.matches("[=+@\\t\\r].*") || text.matches("-[^0-9].*");
    String safe = formula ? "'" + text : text;
    return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
