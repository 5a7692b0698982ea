package io.tradewind.server.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Rows of the three providers' exports. {@code -Dbill.megabytes=100} with a small heap shows that a
 * large file needs none.
 */
class BillReaderTest {
  private static final long MEGABYTES = Long.getLong("bill.megabytes", 8);
  private static final UUID LEASE = UUID.fromString("0b9f8a52-6c9e-4f10-9d52-0a1b2c3d4e5f");
  static final String AWS_HEAD =
      "identity_line_item_id,bill_billing_period_start_date,bill_payer_account_id,line_item_usage_account_id,"
          + "line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,"
          + "line_item_usage_type,line_item_operation,line_item_resource_id,line_item_currency_code,"
          + "line_item_unblended_cost,line_item_line_item_description,resource_tags\n";

  static String aws(String id, String from, String to, String resource, String cost, String tags) {
    return "%s,2024-06-01T00:00:00.000Z,111122223333,111122223333,Usage,%s,%s,AmazonEC2,BoxUsage:p5.48xlarge,RunInstances,%s,USD,%s,\"$98 per hour, p5\",\"%s\"\n"
        .formatted(id, from, to, resource, cost, tags.replace("\"", "\"\""));
  }

  private final List<BillLine> lines = new ArrayList<>();
  private final List<BillLine.Fault> faults = new ArrayList<>();

  @Test
  void aCostAndUsageReportOfTheSecondVersion() {
    read(
        BillFormat.AWS,
        AWS_HEAD
            + aws(
                "x",
                "2024-06-03T10:00:00.000Z",
                "2024-06-03T11:00:00.000Z",
                "i-0abc",
                "98.3200000001",
                "{\"user_tradewind_lease\": \"%s\"}".formatted(LEASE)));
    assertThat(lines).hasSize(1);
    BillLine line = lines.get(0);
    assertThat(line.tag()).contains(LEASE);
    assertThat(line.resource()).isEqualTo("i-0abc");
    assertThat(line.amount()).isEqualTo(new BigDecimal("98.3200000001"));
    assertThat(line.from()).isEqualTo(Instant.parse("2024-06-03T10:00:00Z"));
    assertThat(line.currency()).isEqualTo("USD");
    assertThat(faults).isEmpty();
  }

  @Test
  void itsPredecessorHasOtherNamesAndAColumnForEachTag() {
    read(
        BillFormat.AWS,
        "lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/ResourceId,lineItem/UnblendedCost,lineItem/CurrencyCode,resourceTags/user:tradewind:lease\n"
            + "2024-06-03T10:00:00Z,2024-06-03T11:00:00Z,i-0abc,1E-7,USD,"
            + LEASE
            + "\n");
    assertThat(lines)
        .extracting(BillLine::tag)
        .first()
        .extracting(it -> it.orElseThrow())
        .isEqualTo(LEASE);
    assertThat(lines.get(0).amount()).isEqualByComparingTo("0.0000001");
  }

  @Test
  void anExportOfBigQueryAsLinesOfJsonWithItsCredits() {
    read(
        BillFormat.GCP,
        """
        {"billing_account_id":"01-AB","usage_start_time":"2024-06-03 10:00:00 UTC","usage_end_time":"2024-06-03 11:00:00 UTC","sku":{"id":"1","description":"A3 core"},"labels":[{"key":"team","value":"x"},{"key":"tradewind-lease","value":"%s"}],"resource":{"name":"disk-1","global_name":null},"cost":10.1,"currency":"EUR","credits":[{"name":"SUD","amount":-0.3},{"name":"CUD","amount":-0.2}],"invoice":{"month":"202406"}}
        {"usage_start_time":"2024-06-03T10:00:00Z","usage_end_time":"2024-06-03T11:00:00Z","labels":[],"resource":{"name":"projects/p/zones/z/instances/tradewind-%s"},"cost":"2","currency":"EUR","credits":[]}
        """
            .formatted(LEASE, LEASE));
    assertThat(faults).isEmpty();
    assertThat(lines)
        .extracting(BillLine::amount)
        .usingElementComparator(BigDecimal::compareTo)
        .containsExactly(new BigDecimal("9.6"), new BigDecimal("2"));
    assertThat(lines).allMatch(line -> line.tag().orElseThrow().equals(LEASE));
  }

  @Test
  void costDetailsOfAzureByDayWithTagsWithoutBraces() {
    read(
        BillFormat.AZURE,
        "\uFEFFSubscriptionId,Date,ResourceId,MeterId,ChargeType,CostInBillingCurrency,BillingCurrencyCode,Tags\n"
            + "s,10/31/2024,/subscriptions/s/virtualMachines/vm1,m,Usage,3.5,EUR,\"\"\"team\"\": \"\"x\"\",\"\"tradewind-lease\"\": \"\"%s\"\"\"\n"
                .formatted(LEASE)
            + "s,2024-11-01,/subscriptions/s/disks/tradewind-%s_OsDisk,m,Usage,-0.25,EUR,\n"
                .formatted(LEASE));
    assertThat(faults).isEmpty();
    assertThat(lines).hasSize(2).allMatch(line -> line.tag().orElseThrow().equals(LEASE));
    assertThat(lines.get(0).to()).isEqualTo(Instant.parse("2024-11-01T00:00:00Z"));
  }

  @Test
  void aRowThatCannotBeReadSaysWhereAndWhyAndLosesNoOther() {
    read(
        BillFormat.AWS,
        AWS_HEAD
            + aws("1", "2024-06-03T10:00:00Z", "2024-06-03T11:00:00Z", "i-1", "many", "")
            + "a,b\n"
            + aws("2", "yesterday", "2024-06-03T11:00:00Z", "i-2", "1", "")
            + aws(
                "3",
                "2024-06-03T10:00:00Z",
                "2024-06-03T11:00:00Z",
                "i-3",
                "1",
                "no JSON tradewind_lease"));
    assertThat(faults).extracting(BillLine.Fault::line).containsExactly(2L, 3L, 4L);
    assertThat(faults.get(0).why())
        .isEqualTo("line_item_unblended_cost is 'many', which is no amount.");
    assertThat(faults.get(1).why()).isEqualTo("It has 2 cells, not 15.");
    assertThat(lines).extracting(BillLine::resource).containsExactly("i-3");
  }

  @Test
  void whatSaysTheSameButItsAmountIsTheSameLine() {
    String tags = "{}";
    read(
        BillFormat.AWS,
        AWS_HEAD
            + aws("1", "2024-06-03T10:00:00Z", "2024-06-03T11:00:00Z", "i-1", "1", tags)
            + aws("2", "2024-06-03T10:00:00Z", "2024-06-03T11:00:00Z", "i-1", "2", tags)
            + aws("1", "2024-06-03T11:00:00Z", "2024-06-03T12:00:00Z", "i-1", "1", tags));
    assertThat(lines.get(0).knownBy()).isEqualTo(lines.get(1).knownBy());
    assertThat(lines.get(0).knownBy()).isNotEqualTo(lines.get(2).knownBy());
  }

  @Test
  void anotherFileIsRefused() {
    assertThatThrownBy(() -> read(BillFormat.AWS, "name,age\nx,1\n"))
        .hasMessageContaining("None of its columns is one of a bill of aws");
    assertThatThrownBy(() -> read(BillFormat.AZURE, "")).hasMessageContaining("empty");
  }

  @Test
  void aLargeFileIsReadRowByRowPackedOrNot() throws IOException {
    Endless file = new Endless(MEGABYTES << 20);
    long[] rows = {0};
    try (BillReader reader = new BillReader(BillFormat.AWS, file, json())) {
      BillLine.Sink counting =
          new BillLine.Sink() {
            @Override
            public void line(BillLine line) {
              rows[0]++;
            }

            @Override
            public void fault(BillLine.Fault fault) {
              throw new AssertionError(fault);
            }
          };
      assertThat(reader.read(1_000, counting)).isTrue();
      assertThat(file.taken).isLessThan(4L << 20);
      while (reader.read(1_000, counting)) {
        assertThat(rows[0]).isPositive();
      }
    }
    assertThat(rows[0]).isEqualTo(file.rows);

    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write((AWS_HEAD + Endless.ROW).getBytes(StandardCharsets.UTF_8));
    }
    read(BillFormat.AWS, new ByteArrayInputStream(packed.toByteArray()));
    assertThat(lines).hasSize(1);
  }

  /** Rows until there are so many bytes. */
  private static final class Endless extends InputStream {
    static final String ROW =
        aws("1", "2024-06-03T10:00:00Z", "2024-06-03T11:00:00Z", "i-1", "1.5", "{}");
    private final long most;
    private byte[] now = AWS_HEAD.getBytes(StandardCharsets.UTF_8);
    private int at;
    private long taken;
    private long rows;

    Endless(long most) {
      this.most = most;
    }

    @Override
    public int read() {
      if (at == now.length) {
        if (taken >= most) {
          return -1;
        }
        now = ROW.getBytes(StandardCharsets.UTF_8);
        at = 0;
        rows++;
      }
      taken++;
      return now[at++];
    }
  }

  private void read(BillFormat format, String text) {
    read(format, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void read(BillFormat format, InputStream file) {
    try (BillReader reader = new BillReader(format, file, json())) {
      BillLine.Sink sink =
          new BillLine.Sink() {
            @Override
            public void line(BillLine line) {
              lines.add(line);
            }

            @Override
            public void fault(BillLine.Fault fault) {
              faults.add(fault);
            }
          };
      assertThat(reader.read(Integer.MAX_VALUE, sink)).isFalse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static com.fasterxml.jackson.databind.ObjectReader json() {
    return new ObjectMapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }
}
