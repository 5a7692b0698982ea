package io.tradewind.server.invoice;

import io.tradewind.server.invoice.InvoiceStore.DocumentView;
import io.tradewind.server.invoice.InvoiceStore.InvoiceView;
import io.tradewind.server.invoice.InvoiceStore.LineView;
import io.tradewind.server.market.MoneyView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** An invoice on pages of A4. Letters that its font does not have are shown as question marks. */
final class InvoicePdf {
  /** Of the library, with Latin, Greek and Cyrillic letters; no font of the machine is used. */
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private static final String MORE = "…";
  private static final float MARGIN = 48;
  private static final float SIZE = 9;
  private static final float LEADING = 14;
  private static final float TITLE = 18;
  private static final int ROWS = (int) ((PDRectangle.A4.getHeight() - 3 * MARGIN) / LEADING);
  private static final float[] COLUMNS = {0, 120, 255, 310, 400};

  /** So many columns are words, which are cut where they are too long; numbers never are. */
  private static final int WORDS = 2;

  private final PDDocument pdf;
  private final PDFont font;

  private InvoicePdf(PDDocument pdf, PDFont font) {
    this.pdf = pdf;
    this.font = font;
  }

  static byte[] of(DocumentView document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PDDocument pdf = new PDDocument();
        InputStream font = Objects.requireNonNull(Loader.class.getResourceAsStream(FONT), FONT)) {
      InvoicePdf paper = new InvoicePdf(pdf, PDType0Font.load(pdf, font));
      paper.write(document);
      pdf.save(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("The invoice cannot be written as PDF.", e);
    }
    return bytes.toByteArray();
  }

  private void write(DocumentView document) throws IOException {
    List<String[]> rows = rows(document);
    for (int first = 0; first < rows.size(); first += ROWS) {
      page(document.invoice(), rows.subList(first, Math.min(rows.size(), first + ROWS)));
    }
  }

  private static List<String[]> rows(DocumentView document) {
    InvoiceView invoice = document.invoice();
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"Project", "Machine", "Hours", "Per hour", "Amount"});
    document.lines().forEach(line -> rows.add(row(line)));
    rows.add(new String[] {});
    rows.add(sum("Net, exact", invoice.net()));
    rows.add(sum("Rounding of the net amount, once, half to even", invoice.rounding()));
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
    rows.add(sum("To pay", invoice.total()));
    return rows;
  }

  private static String[] row(LineView line) {
    String what = line.kind().equals("refund") ? "Refund: " : "";
    return new String[] {
      line.projectName(),
      what + line.instanceType() + ", " + line.seller(),
      String.format(Locale.ROOT, "%.4f", line.seconds() / 3600),
      line.rate().amount(),
      shown(line.amount())
    };
  }

  private static String[] sum(String what, MoneyView amount) {
    return new String[] {what, "", "", "", shown(amount)};
  }

  private static String shown(MoneyView amount) {
    return amount.amount() + " " + amount.currency();
  }

  private void page(InvoiceView invoice, List<String[]> rows) throws IOException {
    PDPage page = new PDPage(PDRectangle.A4);
    pdf.addPage(page);
    float top = PDRectangle.A4.getHeight() - MARGIN;
    try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
      text(content, TITLE, MARGIN, top, "Invoice %d".formatted(invoice.number()));
      String head = "Month %s, issued %s".formatted(invoice.month(), invoice.issuedAt());
      text(content, SIZE, MARGIN, top - 2 * LEADING, head);
      for (int i = 0; i < rows.size(); i++) {
        for (int cell = 0; cell < rows.get(i).length; cell++) {
          float y = top - (4 + i) * LEADING;
          float room = cell < WORDS ? width(rows.get(i), cell) : Float.MAX_VALUE;
          text(content, SIZE, MARGIN + COLUMNS[cell], y, cut(rows.get(i)[cell], room));
        }
      }
    }
  }

  /** Up to the next cell that says something. */
  private static float width(String[] row, int cell) {
    int next = cell + 1;
    while (next < row.length - 1 && row[next].isEmpty()) {
      next++;
    }
    return COLUMNS[next] - COLUMNS[cell] - SIZE;
  }

  private String cut(String text, float room) throws IOException {
    String fits = known(text);
    boolean whole = true;
    while (font.getStringWidth(whole ? fits : fits + MORE) / 1000 * SIZE > room) {
      fits = fits.substring(0, fits.offsetByCodePoints(fits.length(), -1));
      whole = false;
    }
    return whole ? fits : fits + MORE;
  }

  private String known(String text) {
    StringBuilder known = new StringBuilder();
    text.codePoints().forEach(letter -> known.append(isKnown(letter) ? letter(letter) : "?"));
    return known.toString();
  }

  private boolean isKnown(int letter) {
    try {
      return font.encode(letter(letter)).length > 0;
    } catch (IllegalArgumentException | IOException e) {
      return false;
    }
  }

  private static String letter(int letter) {
    return Character.toString(letter);
  }

  private void text(PDPageContentStream content, float size, float x, float y, String text)
      throws IOException {
    content.beginText();
    content.setFont(font, size);
    content.newLineAtOffset(x, y);
    content.showText(known(text));
    content.endText();
  }
}
