package io.tradewind.server.receipt;

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
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is on a carbon receipt is the usage, to the last digit, and the same twice. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class ReceiptsTest {
  private static final String AVERAGE = "average_location_lifecycle";
  private static final String MARGINAL = "marginal_location_direct";
  private static final List<String> FIGURES =
      List.of(
          "kilowattHours",
          "serverKilowattHours",
          "operationalGrams",
          "embodiedGrams",
          "totalGrams",
          "waterLitres",
          "machineSeconds");

  @Inject Sql sql;

  private Books books;

  @BeforeEach
  void open() {
    books = Books.of(sql, Tenants.DEFAULT_ORGANIZATION);
  }

  @Test
  void theWorkloadsOfAMonthAreItsProjectsAndTheseAreTheMonth() {
    List<String> projects = List.of(books.project(unique()), books.project(unique()));
    List<String> workloads = new ArrayList<>();
    for (String project : projects) {
      for (int i = 0; i < 3; i++) {
        String lease = books.lease(project, "shop", "USD");
        used(lease, "2024-03-30 12:00:00+00", 5_000, AVERAGE);
        workloads.add(lease);
      }
    }

    Response month = receipt("/api/v1/carbon-receipt?month=2024-03");
    List<Response> ofProjects =
        projects.stream()
            .map(it -> receipt("/api/v1/carbon-receipt?month=2024-03&project=" + it))
            .toList();
    List<Response> ofWorkloads =
        workloads.stream()
            .map(it -> receipt("/api/v1/workloads/" + it + "/receipt?month=2024-03"))
            .toList();

    for (String figure : FIGURES) {
      BigDecimal whole = part(month, figure);
      assertThat(whole).isPositive();
      assertThat(lines(month, figure)).as(figure).isEqualByComparingTo(whole);
      assertThat(sum(ofProjects, figure)).as(figure).isEqualByComparingTo(whole);
      assertThat(sum(ofWorkloads, figure)).as(figure).isEqualByComparingTo(whole);
    }
    assertThat(part(month, "machineSeconds"))
        .isEqualByComparingTo(new BigDecimal(6 * 60 * 36 * 60));
    assertThat(
            part(receipt("/api/v1/workloads/" + workloads.get(0) + "/receipt"), "machineSeconds"))
        .isEqualByComparingTo(new BigDecimal(5_000 * 60));
  }

  @Test
  void theSameReceiptTwiceIsTheSameBytes() throws IOException {
    String lease = books.lease(books.project("=Greek Ω, \"q\""), "shop", "USD");
    used(lease, "2024-04-01", 50, AVERAGE);
    for (String type : List.of("", ".csv", ".pdf")) {
      String path = "/api/v1/workloads/%s/receipt%s".formatted(lease, type);
      byte[] first = receipt(path).asByteArray();
      assertThat(receipt(path).asByteArray()).as(type).isEqualTo(first).isNotEmpty();
    }
    String path = "/api/v1/workloads/%s/receipt".formatted(lease);
    String energy = receipt(path).path("parts[0].figures.kilowattHours");
    assertThat(receipt(path + ".csv").asString())
        .contains(energy, Receipt.METHOD, "grid 400 g/kWh");
    assertThat(printed(receipt(path + ".pdf").asByteArray()))
        .contains(energy, "average, location-based, life cycle", "SCI:", "Source: PUE 1.25: test");
  }

  @Test
  void figuresOfTwoBasesStandApartAndSoDoTheirSources() {
    String lease = books.lease(books.project(unique()), "shop", "USD");
    used(lease, "2024-05-01", 10, AVERAGE);
    used(lease, "2024-05-02", 10, MARGINAL);

    Response receipt = receipt("/api/v1/workloads/" + lease + "/receipt");

    assertThat(receipt.<List<String>>path("parts.figures.basis"))
        .containsExactly(AVERAGE, MARGINAL);
    assertThat(receipt.<List<String>>path("parts.basisName"))
        .containsExactly("average, location-based, life cycle", "marginal, location-based, direct");
    assertThat(receipt.<List<String>>path("lines.id")).hasSize(2).containsOnly(lease);
  }

  @Test
  void whatIsStoredReckonsTheSameAgain() {
    String lease = books.lease(books.project(unique()), "shop", "USD");
    used(lease, "2024-06-01", 30, AVERAGE);

    Response receipt = receipt("/api/v1/workloads/" + lease + "/receipt");

    BigDecimal again =
        books.amount(
            "select sum(round((server_kwh * pue * grams_per_kwh)::numeric, 9)) from usage where lease = '%s'"
                .formatted(lease));
    assertThat(part(receipt, "operationalGrams")).isEqualByComparingTo(again);
    assertThat(receipt.<String>path("parts[0].figures.pue")).isEqualTo("1.2500");
  }

  @Test
  void softwareCarbonIntensityIsByWhatTheCallerCounts() {
    String lease = books.lease(books.project(unique()), "shop", "USD");
    sql.run(
        "update lease set offer_document = '{\"accelerator\": {\"model\": \"H100\", \"count\": 8}}' where id = '%s'"
            .formatted(lease));
    used(lease, "2024-07-01", 60, AVERAGE);
    String path = "/api/v1/workloads/" + lease + "/receipt";

    Response byHour = receipt(path);
    Response byRequests = receipt(path + "?unit=1,000 requests&count=4");

    assertThat(byHour.<Map<String, String>>path("parts[0].sci"))
        .containsEntry("unit", "accelerator_hour")
        .containsEntry("count", "8.000000000");
    BigDecimal grams = part(byRequests, "totalGrams");
    assertThat(new BigDecimal(byRequests.<String>path("parts[0].sci.gramsPerUnit")))
        .isBetween(
            grams.divide(BigDecimal.valueOf(4)).subtract(new BigDecimal("0.000001")),
            grams.divide(BigDecimal.valueOf(4)).add(new BigDecimal("0.000001")));
    asOwner().get(path + "?unit=requests").then().statusCode(400);
    asOwner().get(path + "?unit=requests&count=0").then().statusCode(400);
    asOwner().get("/api/v1/carbon-receipt?month=never").then().statusCode(400);
    asOwner().get("/api/v1/workloads/" + UUID.randomUUID() + "/receipt").then().statusCode(404);
  }

  @Test
  void noIntensityIsToldOfWhatContractsSay() {
    String lease = books.lease(books.project(unique()), "shop", "USD");
    used(lease, "2024-08-01", 5, "average_market_direct");
    assertThat(
            receipt("/api/v1/workloads/" + lease + "/receipt?unit=machine_hour")
                .<String>path("parts[0].sci.gramsPerUnit"))
        .isNull();
  }

  @Test
  void whatIsNotKnownIsNotNothing() {
    String lease = books.lease(books.project(unique()), "shop", "USD");
    used(lease, "2024-09-01", 5, AVERAGE);
    books.charge(lease, "2024-09-02", 5);

    Response receipt = receipt("/api/v1/workloads/" + lease + "/receipt");

    assertThat(receipt.<List<String>>path("parts.figures.basis"))
        .containsExactly(AVERAGE, "unknown");
    assertThat(receipt.<List<String>>path("parts.figures.waterLitres").get(0)).isNotNull();
    assertThat(receipt.<List<String>>path("parts.figures.waterLitres").get(1)).isNull();
  }

  /** A minute each, of random energy at 400 g/kWh and a PUE of 1.25. */
  private void used(String lease, String from, int minutes, String basis) {
    sql.run(
        """
        insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, received_at, server_kwh, pue, grams_per_kwh,
          energy_kwh, operational_grams, embodied_grams, water_litres, basis, carbon_source, carbon_estimated)
        select '%1$s', at, at + interval '1 minute', '%2$s', '%1$s', 1, now(), e, 1.25, 400, e * 1.25, e * 1.25 * 400, random(), e * 1.8,
          '%5$s', 'PUE 1.25: test; grid 400 g/kWh', false
        from (select '%3$s'::timestamptz + i * interval '1 minute' as at, random() / 3 as e from generate_series(0, %4$d - 1) i) u
        """
            .formatted(lease, books.organization(), from, minutes, basis));
  }

  private static Response receipt(String path) {
    Response response = asOwner().get(path);
    response.then().statusCode(200);
    return response;
  }

  private static BigDecimal part(Response receipt, String figure) {
    assertThat(receipt.<List<String>>path("parts.figures." + figure)).hasSize(1);
    return new BigDecimal(receipt.<String>path("parts[0].figures." + figure));
  }

  private static BigDecimal lines(Response receipt, String figure) {
    return receipt.<List<String>>path("lines.figures." + figure).stream()
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal sum(List<Response> receipts, String figure) {
    return receipts.stream().map(it -> part(it, figure)).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String printed(byte[] bytes) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(bytes)) {
      return new PDFTextStripper().getText(pdf);
    }
  }

  private static String unique() {
    return "project " + UUID.randomUUID();
  }
}
