package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.rest.RefusedRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkListTest {
  private static final long REGION_FILE = 200L << 20;

  /** More than the heap that these tests run in, which the pom sets. */
  @Test
  void aRegionsFileOf200MegabytesIsReadInTheMemoryOfOneLine() throws IOException, RefusedRow {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThan(REGION_FILE);
    Generated file = new Generated(REGION_FILE);
    BulkList list = BulkList.read(file, type -> type.equals("p5.48xlarge"));
    assertThat(file.given).isGreaterThanOrEqualTo(REGION_FILE);
    assertThat(file.mostAskedFor).isEqualTo(BoundedLines.BUFFER);
    assertThat(list.products()).containsOnlyKeys("p5.48xlarge");
    assertThat(list.refused()).isEmpty();
    assertThat(list.rows()).isGreaterThan(100);
  }

  @Test
  void aLineWithoutEndIsGivenUpAfterOneBuffer() {
    Generated endless = new Generated("x".getBytes(StandardCharsets.UTF_8), Long.MAX_VALUE);
    assertThatThrownBy(() -> BulkList.read(endless, type -> true))
        .isInstanceOf(BoundedLines.TooLong.class)
        .hasMessageContaining("longer than %d bytes".formatted(BoundedLines.LONGEST_LINE));
    assertThat(endless.given).isLessThanOrEqualTo(BoundedLines.BUFFER);
  }

  @Test
  void linesEndWithOrWithoutACarriageReturnAndTheLastWithNeither() throws IOException {
    BoundedLines lines =
        new BoundedLines(new ByteArrayInputStream("é\r\n\nlast".getBytes(StandardCharsets.UTF_8)));
    assertThat(List.of(lines.next(), lines.next(), lines.next(), lines.next()))
        .containsExactly(Optional.of("é"), Optional.of(""), Optional.of("last"), Optional.empty());
  }

  @Test
  void quotesAndCommasInsideACellStay() throws RefusedRow {
    assertThat(BulkList.cells("\"a, b\",\"say \"\"hi\"\"\",,plain"))
        .containsExactly("a, b", "say \"hi\"", "", "plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Instance Type", "PricePerUnit", "TermType", "Tenancy"})
  void aHeaderWithoutANeededColumnIsAnotherFile(String column) {
    String file = FakePriceFiles.HEAD.replace("\"" + column + "\"", "\"Moved\"");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(RefusedRow.class)
        .hasMessageContaining("no column '%s'".formatted(column));
  }

  @Test
  void filesFromBeforeMarketOptionsListOnlyOnDemand() throws IOException, RefusedRow {
    String line =
        FakePriceFiles.line(
            "OnDemand", "g5.xlarge", "1.006", "Hrs", "Shared", "Linux", "Used", "NA", "X");
    String old = FakePriceFiles.HEAD.replace(",\"MarketOption\"", "") + line.replace(",\"X\"", "");
    assertThat(read(old).products()).containsOnlyKeys("g5.xlarge");
  }

  @Test
  void aRowThatBreaksOffIsRefused() throws IOException, RefusedRow {
    String line =
        FakePriceFiles.line(
            "OnDemand", "g5.xlarge", "1.006", "Hrs", "Shared", "Linux", "Used", "NA", "OnDemand");
    BulkList list = read(FakePriceFiles.HEAD + line.substring(0, line.length() - 4));
    assertThat(list.products()).isEmpty();
    assertThat(list.refused()).hasSize(1);
  }

  private static BulkList read(String file) throws IOException, RefusedRow {
    return BulkList.read(
        new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), type -> true);
  }

  /** A text of any length that is nowhere kept, and what was asked of it. */
  private static final class Generated extends InputStream {
    private static final String ROWS =
        FakePriceFiles.line(
                "Reserved",
                "p5.48xlarge",
                "9.9",
                "Hrs",
                "Shared",
                "Linux",
                "Used",
                "NA",
                "OnDemand")
            + "\n"
            + FakePriceFiles.line(
                "OnDemand", "m5.large", "0.096", "Hrs", "Shared", "Linux", "Used", "NA", "OnDemand")
            + "\n";

    private final byte[] head;
    private final byte[] rows;
    private final byte[] wanted;
    private final long length;
    private byte[] piece;
    private int at;
    private long pieces;
    private long given;
    private int mostAskedFor;

    Generated(long length) {
      head = FakePriceFiles.HEAD.getBytes(StandardCharsets.UTF_8);
      rows = ROWS.getBytes(StandardCharsets.UTF_8);
      wanted =
          (FakePriceFiles.line(
                      "OnDemand",
                      "p5.48xlarge",
                      "55.04",
                      "Hrs",
                      "Shared",
                      "Linux",
                      "Used",
                      "NA",
                      "OnDemand")
                  + "\n")
              .getBytes(StandardCharsets.UTF_8);
      this.length = length;
      piece = head;
    }

    Generated(byte[] repeated, long length) {
      head = repeated;
      rows = repeated;
      wanted = repeated;
      this.length = length;
      piece = head;
    }

    @Override
    public int read() {
      throw new AssertionError("Byte by byte would take minutes.");
    }

    @Override
    public int read(byte[] buffer, int offset, int wish) {
      mostAskedFor = Math.max(mostAskedFor, wish);
      if (at == piece.length) {
        if (given >= length) {
          return -1;
        }
        piece = ++pieces % 1_000 == 0 ? wanted : rows;
        at = 0;
      }
      int count = Math.min(wish, piece.length - at);
      System.arraycopy(piece, at, buffer, offset, count);
      at += count;
      given += count;
      return count;
    }
  }
}
