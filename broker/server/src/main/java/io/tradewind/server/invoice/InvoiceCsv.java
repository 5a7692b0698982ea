package io.tradewind.server.invoice;

import io.tradewind.server.invoice.InvoiceStore.DocumentView;
import io.tradewind.server.invoice.InvoiceStore.InvoiceView;
import io.tradewind.server.invoice.InvoiceStore.LineView;
import io.tradewind.server.invoice.InvoiceStore.TaxView;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An invoice as RFC 4180 has it. Its last column adds up to what is to be paid. */
final class InvoiceCsv {
  private static final String HEAD =
      "invoice,month,kind,project,seller,region,instance_type,rate_per_hour,seconds,currency,amount\r\n";

  private InvoiceCsv() {}

  static String of(DocumentView document) {
    InvoiceView invoice = document.invoice();
    StringBuilder csv = new StringBuilder(HEAD);
    document.lines().forEach(line -> csv.append(line(invoice, line)));
    csv.append(plain(invoice, "rounding", "", invoice.rounding().amount()));
    document.taxes().forEach(tax -> csv.append(tax(invoice, tax)));
    return csv.toString();
  }

  private static String line(InvoiceView invoice, LineView line) {
    return row(
        Long.toString(invoice.number()),
        invoice.month(),
        line.kind(),
        line.projectName(),
        line.seller(),
        line.region(),
        line.instanceType(),
        line.rate().amount(),
        Double.toString(line.seconds()),
        line.amount().currency(),
        line.amount().amount());
  }

  private static String tax(InvoiceView invoice, TaxView tax) {
    String name = tax.name() + " " + tax.percent().stripTrailingZeros().toPlainString() + " %";
    return plain(invoice, "tax", name, tax.amount().amount());
  }

  private static String plain(InvoiceView invoice, String kind, String what, String amount) {
    return row(
        Long.toString(invoice.number()),
        invoice.month(),
        kind,
        what,
        "",
        "",
        "",
        "",
        "",
        invoice.net().currency(),
        amount);
  }

  private static String row(String... cells) {
    return Arrays.stream(cells).map(InvoiceCsv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  /** What a spreadsheet would take for a formula is made text; amounts below nothing are none. */
  private static String cell(String text) {
    boolean formula = text.matches("[=+@\t\r-].*") && !text.matches("-[0-9.]+");
    String safe = formula ? "'" + text : text;
    return safe.matches("[^\",\r\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
