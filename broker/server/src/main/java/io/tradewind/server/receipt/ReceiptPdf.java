package io.tradewind.server.receipt;

import io.tradewind.server.paper.Paper;
import io.tradewind.server.receipt.Receipt.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A receipt on pages of A4. */
final class ReceiptPdf {
  private static final List<Float> COLUMNS = List.of(0f, 160f, 245f, 330f, 415f);
  private static final int WORDS = 1;

  private ReceiptPdf() {}

  static byte[] of(Receipt receipt) {
    String of = receipt.month() == null ? "all of it" : "month " + receipt.month();
    String head =
        "%s %s, %s, method %s".formatted(receipt.kind(), receipt.id(), of, receipt.method());
    return new Paper("Carbon receipt: " + receipt.name(), head, COLUMNS, WORDS).pdf(rows(receipt));
  }

  private static List<List<String>> rows(Receipt receipt) {
    List<List<String>> rows = new ArrayList<>();
    if (receipt.parts().isEmpty()) {
      rows.add(List.of("Nothing was metered."));
    }
    for (Receipt.Part part : receipt.parts()) {
      rows.add(List.of("Basis: " + part.basisName()));
      rows.add(List.of("", "kWh", "g CO2e operational", "g CO2e embodied", "Water, litres"));
      receipt.lines().stream()
          .filter(line -> line.figures().basis().equals(part.figures().basis()))
          .forEach(line -> rows.add(row(line.name(), line.figures())));
      rows.add(row("Sum", part.figures()));
      rows.addAll(under(part));
      rows.add(List.of());
    }
    return rows;
  }

  private static List<List<String>> under(Receipt.Part part) {
    List<List<String>> rows = new ArrayList<>();
    Figures sum = part.figures();
    rows.add(List.of("g CO2e in all: " + sum.totalGrams()));
    rows.add(
        List.of("PUE, weighted by energy: " + Objects.requireNonNullElse(sum.pue(), "unknown")));
    rows.add(
        List.of(
            "SCI: %s g CO2e for each %s (%s of them)"
                .formatted(
                    Objects.requireNonNullElse(part.sci().gramsPerUnit(), "no figure of"),
                    part.sci().unit(),
                    part.sci().count())));
    if (sum.estimated()) {
      rows.add(List.of("Some figures are estimates; the sources name them."));
    }
    part.sources().forEach(source -> rows.add(List.of("Source: " + source)));
    return rows;
  }

  private static List<String> row(String name, Figures it) {
    return List.of(
        name,
        it.kilowattHours(),
        it.operationalGrams(),
        it.embodiedGrams(),
        Objects.requireNonNullElse(it.waterLitres(), "unknown"));
  }
}
