package io.tradewind.server.bill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.tradewind.server.bill.BillRow.FaultException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads a bill row by row; of the file never more than a row is held. */
final class BillReader implements AutoCloseable {
  private static final int GZIP = 0x1f8b;
  private static final int LONGEST_ROW = 1 << 20;

  private final BillFormat format;
  private final ObjectReader json;
  private final LeaseTags tags;
  private final Iterator<Read> rows;
  private final InputStream file;

  /** A row, or why there is none. */
  private record Read(long line, Optional<BillRow> row, String why) {}

  /** The file as a whole is no bill. */
  static final class NoBillException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    NoBillException(String why) {
      super(why);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /**
   * @throws NoBillException for a file that lacks what every bill of the format has
   */
  BillReader(BillFormat format, InputStream file, ObjectReader json) throws IOException {
    this.format = format;
    this.json = json;
    this.tags = new LeaseTags(json);
    this.file = plain(file);
    this.rows = startsWithBrace(this.file) ? new JsonRows() : new CsvRows();
  }

  /** Up to so many rows go to the sink. False when the file is at its end. */
  boolean read(int most, BillLine.Sink sink) {
    for (int i = 0; i < most; i++) {
      if (!rows.hasNext()) {
        return false;
      }
      take(rows.next(), sink);
    }
    return true;
  }

  private void take(Read read, BillLine.Sink sink) {
    if (read.row().isEmpty()) {
      sink.fault(new BillLine.Fault(read.line(), read.why()));
      return;
    }
    try {
      BillLine line = format.line(read.row().get(), tags, json);
      sink.line(line);
    } catch (FaultException e) {
      sink.fault(new BillLine.Fault(read.line(), e.why()));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static InputStream plain(InputStream file) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(file, 1 << 16);
    buffered.mark(2);
    int magic = buffered.read() << 8 | buffered.read();
    buffered.reset();
    return magic == GZIP
        ? new BufferedInputStream(new GZIPInputStream(buffered), 1 << 16)
        : buffered;
  }

  private static boolean startsWithBrace(InputStream file) throws IOException {
    file.mark(1);
    int first = file.read();
    file.reset();
    return first == '{';
  }

  /** CSV, with a head that names the columns. */
  private final class CsvRows implements Iterator<Read> {
    private final Iterator<CsvRecord> records;
    private final List<String> head;

    CsvRows() {
      records =
          CsvReader.builder()
              .detectBomHeader(true)
              .allowExtraFields(true)
              .allowMissingFields(true)
              .maxBufferSize(LONGEST_ROW)
              .ofCsvRecord(file)
              .iterator();
      head = head();
    }

    private List<String> head() {
      if (!hasNext()) {
        throw new NoBillException("The file is empty.");
      }
      List<String> names = records.next().getFields().stream().map(BillRow::plain).toList();
      if (format.knownBy().stream().noneMatch(names::contains)) {
        throw new NoBillException(
            "None of its columns is one of a bill of %s. Its first line must name them."
                .formatted(format.provider()));
      }
      return names;
    }

    @Override
    public boolean hasNext() {
      try {
        return records.hasNext();
      } catch (CsvParseException e) {
        throw new NoBillException("It is no CSV: " + e.getMessage());
      }
    }

    @Override
    public Read next() {
      CsvRecord record = records.next();
      if (record.getFieldCount() != head.size()) {
        return new Read(
            record.getStartingLineNumber(),
            Optional.empty(),
            "It has %d cells, not %d.".formatted(record.getFieldCount(), head.size()));
      }
      Map<String, String> cells = new HashMap<>();
      for (int i = 0; i < head.size(); i++) {
        cells.put(head.get(i), record.getField(i));
      }
      long line = record.getStartingLineNumber();
      return new Read(line, Optional.of(new BillRow(line, cells)), "");
    }
  }

  /** An object in each line; what is nested in it is named by its path. */
  private final class JsonRows implements Iterator<Read> {
    private final InputStreamReader text = new InputStreamReader(file, StandardCharsets.UTF_8);
    private long line;
    private Optional<String> next = Optional.empty();
    private boolean tooLong;

    @Override
    public boolean hasNext() {
      try {
        while (next.filter(it -> !it.isBlank()).isEmpty() && !tooLong) {
          next = readLine();
          if (next.isEmpty()) {
            return false;
          }
        }
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException("The bill cannot be read.", e);
      }
    }

    /** Empty at the end of the file. The rest of a row that is too long is passed over. */
    private Optional<String> readLine() throws IOException {
      StringBuilder row = new StringBuilder();
      tooLong = false;
      int letter = text.read();
      if (letter < 0) {
        return Optional.empty();
      }
      line++;
      for (; letter >= 0 && letter != '\n'; letter = text.read()) {
        if (row.length() < LONGEST_ROW) {
          row.append((char) letter);
        } else {
          tooLong = true;
        }
      }
      return Optional.of(row.toString());
    }

    @Override
    public Read next() {
      String row = next.orElse("");
      boolean long_ = tooLong;
      next = Optional.empty();
      tooLong = false;
      if (long_) {
        return new Read(line, Optional.empty(), "It is longer than %d.".formatted(LONGEST_ROW));
      }
      try {
        JsonNode tree = json.readTree(row);
        if (!tree.isObject()) {
          return new Read(line, Optional.empty(), "It is no JSON object.");
        }
        Map<String, String> cells = new HashMap<>();
        flatten("", tree, cells);
        return new Read(line, Optional.of(new BillRow(line, cells)), "");
      } catch (JsonProcessingException e) {
        return new Read(line, Optional.empty(), "It is no JSON.");
      }
    }

    private void flatten(String path, JsonNode node, Map<String, String> cells) {
      if (node.isObject()) {
        node.properties()
            .forEach(it -> flatten(path + BillRow.plain(it.getKey()), it.getValue(), cells));
      } else if (node.isArray()) {
        cells.put(path, node.toString());
      } else if (!node.isNull()) {
        cells.put(path, node.asText());
      }
    }
  }
}
