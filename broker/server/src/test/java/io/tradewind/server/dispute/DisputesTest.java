package io.tradewind.server.dispute;

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
import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disputed charge is given back by a decision, once, and to the billionth. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class DisputesTest {
  @Inject Sql sql;

  private Books own;

  @BeforeEach
  void open() {
    own = Books.of(sql, Tenants.DEFAULT_ORGANIZATION);
  }

  @Test
  void whatABuyerIsGrantedIsARefundThatSellerAndBrokerBear() {
    String seller = seller();
    String lease = own.lease(own.project(seller), seller, "SEK");
    charge(own, lease);

    String id = opened(lease, "1.500000001 SEK").then().statusCode(201).extract().path("id");
    opened(lease, "1 SEK").then().statusCode(409);
    decided(id, "9 SEK").then().statusCode(400);
    Response granted = decided(id, "1.000000001 SEK");
    granted.then().statusCode(200);
    decided(id, "1 SEK").then().statusCode(409);

    assertThat(granted.<String>path("state")).isEqualTo("granted");
    assertThat(granted.<String>path("evidence")).contains("\"amount\" : \"2.000000000\"");
    assertThat(own.amount("select sum(amount) from ledger_entry where cause = '%s'".formatted(id)))
        .isEqualByComparingTo("1.000000001");
    assertThat(own.balance("payable:" + seller, "SEK").negate())
        .isEqualByComparingTo(new BigDecimal("1.8").subtract(new BigDecimal("0.900000001")));
    assertThat(
            sql.number(
                "select count(*) from event where type = 'dispute.granted' and lease = '%s'"
                    .formatted(lease)))
        .isEqualTo(1);
  }

  @Test
  void whatASellerIsGrantedTheBrokerGivesOfItsPart() {
    String seller = seller();
    sql.run(
        """
        insert into site (id, organization, name, provider, region, city, grid_zone, ask, currency, listing, created_at)
        values ('%s', '%s', 'own', '%s', 'r', 'c', 'DE', 1, 'USD', 'by_name', now())
        """
            .formatted(UUID.randomUUID(), own.organization(), seller));
    Books buyer = Books.open(sql);
    String lease = buyer.lease(buyer.project("p"), seller, "SEK");
    charge(buyer, lease);

    Response dispute = opened(lease, "0.1 SEK");
    dispute.then().statusCode(201);
    assertThat(dispute.<String>path("side")).isEqualTo("seller");
    decided(dispute.path("id"), "0.1 SEK").then().statusCode(200);

    assertThat(buyer.balance("payable:" + seller, "SEK").negate()).isEqualByComparingTo("1.9");
    assertThat(buyer.balance("revenue:" + seller, "SEK").negate()).isEqualByComparingTo("0.1");
    assertThat(buyer.balance("receivable:" + buyer.organization(), "SEK"))
        .isEqualByComparingTo("2");
  }

  @Test
  void moreThanWasChargedOrWhatIsOfNeitherSideIsNotDisputed() {
    String lease = own.lease(own.project(seller()), seller(), "SEK");
    charge(own, lease);
    Books other = Books.open(sql);
    String theirs = other.lease(other.project("p"), seller(), "SEK");
    charge(other, theirs);

    opened(lease, "2.000000001 SEK").then().statusCode(409);
    opened(lease, "1 USD").then().statusCode(409);
    opened(theirs, "1 SEK").then().statusCode(404);
  }

  @Test
  void aRefusalMovesNothing() {
    String lease = own.lease(own.project(seller()), seller(), "SEK");
    charge(own, lease);
    String id = opened(lease, "2 SEK").path("id");
    asOwner()
        .contentType("application/json")
        .body("{\"decision\": \"as metered\"}")
        .post("/api/v1/disputes/" + id + "/decision")
        .then()
        .statusCode(200);
    assertThat(sql.number("select count(*) from ledger_entry where cause = '%s'".formatted(id)))
        .isZero();
  }

  /** Two in one hour, of which the broker keeps a tenth. */
  private void charge(Books books, String lease) {
    sql.run(
        """
        insert into usage (lease, from_at, to_at, organization, workload, processor_seconds, received_at)
          values ('%1$s', '2024-02-03 10:00:00+00', '2024-02-03 11:00:00+00', '%2$s', '%1$s', 1, now());
        insert into charge (lease, from_at, to_at, organization, workload, rate, amount, currency)
          values ('%1$s', '2024-02-03 10:00:00+00', '2024-02-03 11:00:00+00', '%2$s', '%1$s', 2, 2, 'SEK');
        """
            .formatted(lease, books.organization()));
  }

  private static Response opened(String lease, String amount) {
    return asOwner()
        .contentType("application/json")
        .body(
            """
            {"lease": "%s", "from": "2024-02-03T10:00:00Z", "to": "2024-02-03T11:00:00Z", "amount": "%s", "reason": "it stood still"}
            """
                .formatted(lease, amount))
        .post("/api/v1/disputes");
  }

  private static Response decided(String id, String amount) {
    return asOwner()
        .contentType("application/json")
        .body("{\"granted\": \"%s\", \"decision\": \"so it is\"}".formatted(amount))
        .post("/api/v1/disputes/" + id + "/decision");
  }

  private String seller() {
    String seller = "shop-" + UUID.randomUUID().toString().substring(0, 8);
    sql.run(
        "insert into take_rate values ('%s', '2020-01-01', 10, now(), 'test')".formatted(seller));
    return seller;
  }
}
