package io.tradewind.server.site;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.server.ledger.Books;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator is told of its earnings, and of a year. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class EarningTest {
  private static final String DAYS = "/earnings?from=2026-03-01&to=2026-03-31";

  @Inject Town town;
  @Inject Sql sql;
  private Yard.Founded site;
  private String lease;

  @BeforeEach
  void aSiteThatSoldTwoHours() {
    site = new Yard(town).found("\"wue\": 0.4");
    sql.run(
        "insert into take_rate (seller, valid_from, percent, changed_at, changed_by) values ('%s', '2026-01-01', 10, now(), 'test')"
            .formatted(site.seller()));
    Books books = Books.of(sql, Tenants.DEFAULT_ORGANIZATION);
    lease = books.lease("00000000-0000-4000-8000-000000000002", site.seller(), "USD");
    sql.run(
        "update lease set offer_document = '{\"accelerator\": {\"model\": \"H100-SXM\", \"count\": 4}}' where id = '%s'"
            .formatted(lease));
    anHour("2026-03-04 12:00:00+00");
    anHour("2026-03-05 12:00:00+00");
  }

  /** Sixty minutes at two dollars an hour. */
  private void anHour(String from) {
    sql.run(
        """
        insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, energy_kwh, operational_grams, embodied_grams,
          basis, carbon_source, received_at)
        select '%1$s', '%2$s'::timestamptz + i * interval '1 minute', '%2$s'::timestamptz + (i + 1) * interval '1 minute', '%3$s', '%1$s', 1,
          0.06, 3, 0, 'average', 'a test', now() from generate_series(0, 59) i;
        insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency)
        select lease, from_at, to_at, organization, workload, 2, 0.033333333, 'USD' from usage
        where lease = '%1$s' and from_at >= '%2$s';
        """
            .formatted(lease, from, Tenants.DEFAULT_ORGANIZATION));
  }

  @Test
  void earningsAreToldByDayAndUnitAndAgreeWithTheBooks() {
    JsonNode earnings = town.get(site.path(DAYS));

    assertThat(earnings.path("days").findValuesAsText("day"))
        .containsExactly("2026-03-05", "2026-03-04");
    assertThat(earnings.path("days").findValuesAsText("unit")).containsOnly("H100-SXM");
    assertThat(earnings.path("days").path(0).path("unitHours").asDouble())
        .as("an hour of four")
        .isEqualTo(4);
    JsonNode total = earnings.path("totals").path(0);
    assertThat(amount(total, "gross")).isEqualByComparingTo(booked("amount", "true"));
    assertThat(amount(total, "take")).isEqualByComparingTo(booked("amount", "kind = 'take'"));
    assertThat(amount(total, "net")).isEqualByComparingTo(booked("amount", "kind = 'charge'"));
    assertThat(total.path("takePercent").asDouble()).isBetween(9.99, 10.01);
    assertThat(earnings.path("energyKilowattHours").asDouble()).isBetween(7.19, 7.21);
    assertThat(earnings.path("waterLitres").asDouble())
        .as("0.4 litres a kWh of the machines, at a PUE of 1.2")
        .isBetween(2.39, 2.41);
  }

  @Test
  void whatIsGivenBackIsTakenOffOnItsDay() {
    BigDecimal before = amount(town.get(site.path("/earnings")).path("totals").path(0), "net");
    asOwner()
        .contentType("application/json")
        .body(
            "{\"lease\": \"%s\", \"amount\": \"1.00 USD\", \"reason\": \"it was slow\"}"
                .formatted(lease))
        .post("/api/v1/refunds")
        .then()
        .statusCode(201);

    JsonNode total = town.get(site.path("/earnings")).path("totals").path(0);

    assertThat(before).as("nothing was sold in the last thirty days").isZero();
    assertThat(amount(total, "refunded"))
        .as("the site's nine tenths")
        .isBetween(d("0.89"), d("0.91"));
    assertThat(amount(total, "net")).isNegative();
  }

  @Test
  void aChargeThatIsDisputedSaysSo() {
    assertThat(town.get(site.path(DAYS)).path("disputes")).isEmpty();
    asOwner()
        .contentType("application/json")
        .body(
            """
            {"lease": "%s", "from": "2026-03-04T12:10:00Z", "to": "2026-03-04T12:40:00Z", "amount": "0.50 USD",
             "reason": "it was slow"}
            """
                .formatted(lease))
        .post("/api/v1/disputes")
        .then()
        .statusCode(201);

    JsonNode disputed = town.get(site.path(DAYS)).path("disputes");

    assertThat(disputed).hasSize(1);
    assertThat(disputed.path(0).path("day").asText()).isEqualTo("2026-03-04");
    assertThat(disputed.path(0).path("lease").asText()).isEqualTo(lease);
    assertThat(disputed.path(0).path("state").asText()).isEqualTo("open");
    assertThat(amount(disputed.path(0), "amount")).isEqualByComparingTo("0.50");
  }

  @Test
  void theyAreToBeHadAsATable() {
    String csv = asOwner().get(site.path("/earnings.csv?from=2026-03-01&to=2026-03-31")).asString();

    List<String> lines = csv.lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("day,unit,leases,unit_hours,currency,gross,take");
    assertThat(lines.get(1)).startsWith("2026-03-05,H100-SXM,1,4.0,USD,");
  }

  @Test
  void daysThatAreNoneAreRefused() {
    assertThat(asOwner().get(site.path("/earnings?from=soon")).statusCode()).isEqualTo(400);
    assertThat(asOwner().get(site.path("/earnings?from=2020-01-01")).statusCode()).isEqualTo(400);
  }

  @Test
  void aYearHasWhatWasMeteredWhatWasToldAndWhatIsMissing() {
    tell("{\"totalEnergyKwh\": 1200, \"itEnergyKwh\": 1000, \"waterM3\": 0.5, \"reusedHeatKwh\": 300, \"renewableAgreementsKwh\": 600}")
        .then()
        .statusCode(200);

    JsonNode year = town.get(site.path("/years/2026"));

    assertThat(year.path("sold").path("unitHours").asDouble()).isEqualTo(8);
    assertThat(year.path("indicators").path("pue").asDouble()).isEqualTo(1.2);
    assertThat(year.path("indicators").path("pueBasis").asText()).isEqualTo("of the year's energy");
    assertThat(year.path("indicators").path("wue").asDouble()).isEqualTo(0.5);
    assertThat(year.path("indicators").path("erf").asDouble()).isEqualTo(0.25);
    assertThat(year.path("indicators").path("ref").asDouble()).isEqualTo(0.5);
    assertThat(year.path("missing").toString()).contains("floorAreaM2").doesNotContain("waterM3");
    assertThat(asOwner().get(site.path("/years/2026/report.csv")).asString())
        .contains("E_DC,totalEnergyKwh,1200.0,kWh,operator\r\n")
        .contains("S_DC,floorAreaM2,,m2,operator\r\n");
  }

  @Test
  void figuresThatCannotBeAreNamed() {
    List<String> fields =
        tell("{\"totalEnergyKwh\": 1000, \"itEnergyKwh\": 1200, \"floorAreaM2\": -1, \"wasteHeatCelsius\": -5}")
            .then()
            .statusCode(422)
            .extract()
            .path("errors.field");

    assertThat(fields).containsExactlyInAnyOrder("itEnergyKwh", "floorAreaM2");
    assertThat(asOwner().get(site.path("/years/1999")).statusCode()).isEqualTo(400);
  }

  private Response tell(String body) {
    return asOwner().contentType("application/json").body(body).put(site.path("/years/2026"));
  }

  private BigDecimal booked(String what, String condition) {
    return Books.of(sql, Tenants.DEFAULT_ORGANIZATION)
        .amount(
            "select sum(%s) from ledger_entry where lease = '%s' and from_at is not null and %s"
                .formatted(what, lease, condition));
  }

  private static BigDecimal amount(JsonNode of, String name) {
    String text = of.path(name).path("amount").asText();
    return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
  }

  private static BigDecimal d(String text) {
    return new BigDecimal(text);
  }
}
