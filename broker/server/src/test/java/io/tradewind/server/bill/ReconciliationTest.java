package io.tradewind.server.bill;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.server.ledger.Books;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider's bill is held against what was quoted and charged, lease by lease. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ReconciliationTest {
  @Inject Sql sql;

  private String project;
  private Books books;

  @BeforeEach
  void open() {
    books = Books.of(sql, Tenants.DEFAULT_ORGANIZATION);
    project = books.project("bill " + UUID.randomUUID());
    sql.run("delete from provider_bill");
  }

  @Test
  void eachLeaseIsBilledAsChargedOrSaysHowItIsNot() {
    String agrees = lease("i-agrees");
    String differs = lease("i-differs");
    String silent = lease("i-silent");
    String late = lease("i-late");
    String lost = UUID.randomUUID().toString();

    Response made =
        bring(
            "june.csv",
            BillReaderTest.AWS_HEAD
                + row("i-agrees", "3", tag(agrees))
                + row("i-differs", "9.5", "")
                + row("vol-1", "0.25", tag(differs))
                + row("i-late", "3", tag(late))
                + BillReaderTest.aws(
                    "9", "2024-06-20T10:00:00Z", "2024-06-20T11:00:00Z", "i-late", "1.5", tag(late))
                + row("i-lost", "7", tag(lost))
                + row("bucket", "11", "")
                + BillReaderTest.aws(
                    "0", "2024-06-01T00:00:00Z", "2024-07-01T00:00:00Z", "support", "1", "")
                + "broken\n");

    made.then().statusCode(201);
    assertThat(made.<Integer>path("lines")).isEqualTo(8);
    assertThat(made.<Integer>path("faults")).isEqualTo(1);
    assertThat(faults(made)).containsExactly("It has 1 cells, not 15.");
    assertThat(state(agrees)).containsEntry("state", "agrees");
    assertThat(state(differs)).containsEntry("state", "differs");
    assertThat(money(differs, "billed")).isEqualTo("9.750000000");
    assertThat(money(differs, "charged")).isEqualTo("3.000000000");
    assertThat(money(differs, "quoted")).isEqualTo("3.000000000");
    assertThat(money(differs, "difference")).isEqualTo("6.750000000");
    assertThat(state(silent)).containsEntry("state", "not_billed");
    assertThat(state(late)).containsEntry("state", "after_end");
    assertThat(state(lost)).containsEntry("state", "no_lease").containsEntry("resource", "i-lost");
    assertThat(sums("other")).isEqualTo("12.000000000");
    assertThat(
            sql.number(
                "select count(*) from event where type = 'bill.stray' and detail like '2 lines%june.csv%'"))
        .isEqualTo(1);
    assertThat(sql.number("select count(*) from bill_line where stray and not superseded"))
        .isEqualTo(2);
  }

  @Test
  void theSameFileTwiceChangesNothingAndACorrectedOneReplacesItsLines() {
    String lease = lease("i-again");
    String first =
        BillReaderTest.AWS_HEAD + row("i-again", "2", tag(lease)) + row("bucket", "1", "");

    Response once = bring("june.csv", first);
    Response twice = bring("again.csv", first);
    once.then().statusCode(201);
    twice.then().statusCode(200);
    assertThat(twice.<String>path("id")).isEqualTo(once.<String>path("id"));
    assertThat(money(lease, "billed")).isEqualTo("2.000000000");

    bring("final.csv", BillReaderTest.AWS_HEAD + row("i-again", "3", tag(lease)))
        .then()
        .statusCode(201);
    assertThat(money(lease, "billed")).isEqualTo("3.000000000");
    assertThat(sums("other")).isEqualTo("1.000000000");
    assertThat(sql.number("select count(*) from bill_line")).isEqualTo(3);
  }

  @Test
  void aFileThatIsNoBillLeavesNothing() {
    bring("x", "a,b\n1,2\n").then().statusCode(400);
    asOwner()
        .contentType("text/csv")
        .body("a")
        .post("/api/v1/provider-bills?provider=moon")
        .then()
        .statusCode(400);
    assertThat(sql.number("select count(*) from provider_bill")).isZero();
  }

  /** Larger than any other body may be. */
  @Test
  void aLargeFileIsTaken() {
    StringBuilder file = new StringBuilder(BillReaderTest.AWS_HEAD);
    for (int i = 0; i < 12_000; i++) {
      file.append(row("r-" + i, "0.0000000001", ""));
    }
    assertThat(file.length()).isGreaterThan(2 << 20);
    bring("large.csv", file.toString()).then().statusCode(201);
    assertThat(sums("other")).isEqualTo("0.000001200");
  }

  /** Two hours of June at 1.50 an hour. */
  private String lease(String nativeId) {
    String lease = books.lease(project, "aws", "USD");
    sql.run(
        """
        update lease set native_id = '%2$s', requested_at = '2024-06-03 10:00:00+00', ended_at = '2024-06-03 12:00:00+00',
          closed_at = '2024-06-03 12:01:00+00' where id = '%1$s';
        insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, received_at)
          values ('%1$s', '2024-06-03 10:00:00+00', '2024-06-03 12:00:00+00', '%3$s', '%1$s', 1, now());
        insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency)
          values ('%1$s', '2024-06-03 10:00:00+00', '2024-06-03 12:00:00+00', '%3$s', '%1$s', 1.5, 3, 'USD');
        """
            .formatted(lease, nativeId, books.organization()));
    return lease;
  }

  private static String row(String resource, String cost, String tags) {
    return BillReaderTest.aws(
        resource, "2024-06-03T10:00:00Z", "2024-06-03T12:00:00Z", resource, cost, tags);
  }

  private static String tag(String lease) {
    return "{\"user_tradewind_lease\": \"%s\"}".formatted(lease);
  }

  private static Response bring(String name, String file) {
    return asOwner()
        .contentType("text/csv")
        .queryParam("provider", "aws")
        .queryParam("name", name)
        .body(file)
        .post("/api/v1/provider-bills");
  }

  private static List<String> faults(Response bill) {
    String path = "/api/v1/provider-bills/" + bill.<String>path("id") + "/faults";
    List<String> whys = asOwner().get(path).path("items.why");
    return whys;
  }

  private static Map<String, Object> state(String lease) {
    List<Map<String, Object>> all =
        asOwner().get("/api/v1/reconciliation?provider=aws&month=2024-06&limit=1000").path("items");
    return all.stream().filter(it -> lease.equals(it.get("lease"))).findFirst().orElseThrow();
  }

  private static String money(String lease, String what) {
    Object money = state(lease).get(what);
    return money instanceof Map<?, ?> map ? String.valueOf(map.get("amount")) : "none";
  }

  private static String sums(String state) {
    List<String> amounts =
        asOwner()
            .get("/api/v1/reconciliation/sums?provider=aws&month=2024-06")
            .path("items.findAll { it.state == '%s' }.billed.amount".formatted(state));
    return String.join(" ", amounts);
  }
}
