package io.tradewind.server.invoice;

import io.tradewind.server.invoice.InvoiceStore.DocumentView;
import io.tradewind.server.invoice.InvoiceStore.InvoiceView;
import io.tradewind.server.invoice.InvoiceStore.LineView;
import io.tradewind.server.invoice.InvoiceStore.TaxView;
import io.tradewind.server.paper.Csv;
import java.math.BigDecimal;

/** An invoice as RFC 4180 has it. Its last column adds up to what is to be paid. */
final class InvoiceCsv {
  private static final String HEAD =
      "invoice,month,kind,project,seller,region,instance_type,rate_per_hour,seconds,currency,amount\r\n";

  private InvoiceCsv() {}

  static String of(DocumentView document) {
    InvoiceView invoice = document.invoice();
    StringBuilder csv = new StringBuilder(HEAD);
    document.lines().forEach(line -> csv.append(line(invoice, line)));
    csv.append(plain(invoice, "credit", "", less(invoice.credit().amount())));
    csv.append(plain(invoice, "rounding", "", invoice.rounding().amount()));
    document.taxes().forEach(tax -> csv.append(tax(invoice, tax)));
    csv.append(plain(invoice, "prepaid", "", less(invoice.prepaid().amount())));
    return csv.toString();
  }

  private static String less(String amount) {
    return new BigDecimal(amount).negate().toPlainString();
  }

  private static String line(InvoiceView invoice, LineView line) {
    return Csv.row(
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
    return Csv.row(
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
}
