package io.tradewind.server.paper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * A table under a title on pages of A4. Letters that its font does not have are shown as question
 * marks.
 *
 * @param columns where each cell of a row begins, from the margin
 * @param words so many columns are words, which are cut where they are too long; numbers never are
 */
public record Paper(String title, String head, List<Float> columns, int words) {
  /** Of the library, with Latin, Greek and Cyrillic letters; no font of the machine is used. */
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  /** Else the time of writing would be in the document, and no two were alike. */
  private static final long IDENTITY = 1;

  private static final String MORE = "…";
  private static final float MARGIN = 48;
  private static final float SIZE = 9;
  private static final float LEADING = 14;
  private static final float TITLE = 18;
  private static final int ROWS = (int) ((PDRectangle.A4.getHeight() - 3 * MARGIN) / LEADING);

  public Paper {
    columns = List.copyOf(columns);
  }

  public byte[] pdf(List<List<String>> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PDDocument pdf = new PDDocument();
        InputStream font = Objects.requireNonNull(Loader.class.getResourceAsStream(FONT), FONT)) {
      pdf.setDocumentId(IDENTITY);
      Writing writing = new Writing(pdf, PDType0Font.load(pdf, font));
      for (int first = 0; first < rows.size(); first += ROWS) {
        writing.page(rows.subList(first, Math.min(rows.size(), first + ROWS)));
      }
      pdf.save(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("'%s' cannot be written as PDF.".formatted(title), e);
    }
    return bytes.toByteArray();
  }

  private final class Writing {
    private final PDDocument pdf;
    private final PDFont font;

    Writing(PDDocument pdf, PDFont font) {
      this.pdf = pdf;
      this.font = font;
    }

    void page(List<List<String>> rows) throws IOException {
      PDPage page = new PDPage(PDRectangle.A4);
      pdf.addPage(page);
      float top = PDRectangle.A4.getHeight() - MARGIN;
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        text(content, TITLE, MARGIN, top, title);
        text(content, SIZE, MARGIN, top - 2 * LEADING, head);
        for (int i = 0; i < rows.size(); i++) {
          row(content, top - (4 + i) * LEADING, rows.get(i));
        }
      }
    }

    private void row(PDPageContentStream content, float y, List<String> row) throws IOException {
      for (int cell = 0; cell < row.size(); cell++) {
        float room = cell < words ? width(row, cell) : Float.MAX_VALUE;
        text(content, SIZE, MARGIN + columns.get(cell), y, cut(row.get(cell), room));
      }
    }

    /** Up to the next cell that says something, or to the edge. */
    private float width(List<String> row, int cell) {
      int next = cell + 1;
      while (next < row.size() && row.get(next).isEmpty()) {
        next++;
      }
      float end =
          next < row.size() ? columns.get(next) : PDRectangle.A4.getWidth() - 2 * MARGIN + SIZE;
      return end - columns.get(cell) - SIZE;
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
}
