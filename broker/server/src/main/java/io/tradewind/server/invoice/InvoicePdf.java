package io.tradewind.server.invoice;

import io.tradewind.server.invoice.InvoiceStore.DocumentView;
import io.tradewind.server.invoice.InvoiceStore.InvoiceView;
import io.tradewind.server.invoice.InvoiceStore.LineView;
import io.tradewind.server.market.MoneyView;
import io.tradewind.server.paper.Paper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An invoice on pages of A4. */
final class InvoicePdf {
  private static final List<Float> COLUMNS = List.of(0f, 120f, 255f, 310f, 400f);
  private static final int WORDS = 2;

  private InvoicePdf() {}

  static byte[] of(DocumentView document) {
    InvoiceView invoice = document.invoice();
    String head = "Month %s, issued %s".formatted(invoice.month(), invoice.issuedAt());
    return new Paper("Invoice %d".formatted(invoice.number()), head, COLUMNS, WORDS)
        .pdf(rows(document));
  }

  private static List<List<String>> rows(DocumentView document) {
    InvoiceView invoice = document.invoice();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Project", "Machine", "Hours", "Per hour", "Amount"));
    document.lines().forEach(line -> rows.add(row(line)));
    rows.add(List.of());
    rows.add(sum("Net, exact", invoice.net()));
    rows.add(sum("Credit, off the net amount", invoice.credit()));
    rows.add(sum("Rounding of what is left, once, half to even", invoice.rounding()));
    document
        .taxes()
        .forEach(
            tax ->
                rows.add(
                    sum(
                        "%s %s %%"
                            .formatted(
                                tax.name(), tax.percent().stripTrailingZeros().toPlainString()),
                        tax.amount())));
    rows.add(sum("Total", invoice.total()));
    rows.add(sum("Prepaid", invoice.prepaid()));
    rows.add(sum("To pay", invoice.due()));
    return rows;
  }

  private static List<String> row(LineView line) {
    String what = line.kind().equals("refund") ? "Refund: " : "";
    return List.of(
        line.projectName(),
        what + line.instanceType() + ", " + line.seller(),
        String.format(Locale.ROOT, "%.4f", line.seconds() / 3600),
        line.rate().amount(),
        shown(line.amount()));
  }

  private static List<String> sum(String what, MoneyView amount) {
    return List.of(what, "", "", "", shown(amount));
  }

  private static String shown(MoneyView amount) {
    return amount.amount() + " " + amount.currency();
  }
}
