package io.tradewind.server.earning;

import io.tradewind.server.earning.EarningsView.DayView;
import io.tradewind.server.paper.Csv;
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
    return Csv.row(
        day.day().toString(),
        day.unit(),
        Long.toString(day.leases()),
        Double.toString(day.unitHours()),
        day.gross().currency(),
        day.gross().amount(),
        day.take().amount(),
        day.refunded().amount(),
        day.net().amount(),
        Double.toString(day.energyKilowattHours()));
  }
}
