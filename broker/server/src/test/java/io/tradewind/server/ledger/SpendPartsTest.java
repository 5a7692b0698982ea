package io.tradewind.server.ledger;

import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A month of 2031, in which nobody else of these tests has charges. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class SpendPartsTest {
  private static boolean charged;

  @Inject Sql sql;

  @BeforeEach
  void twoSellersOnTwoDays() {
    if (charged) {
      return;
    }
    charged = true;
    Books books = Books.of(sql, Tenants.DEFAULT_ORGANIZATION);
    String project = books.project("Parts");
    books.charge(books.lease(project, "near", "USD"), "2031-05-02T10:00:00Z", 3);
    books.charge(books.lease(project, "far", "USD"), "2031-05-03T10:00:00Z", 2);
    Books others = Books.open(sql);
    others.charge(others.lease(others.project("Theirs"), "near", "USD"), "2031-05-02", 5);
  }

  @Test
  void everyCutOfAMonthAddsUpToTheSame() {
    BigDecimal whole = sum("project");

    assertThat(whole).isPositive();
    assertThat(List.of("provider", "accelerator", "user", "day"))
        .allSatisfy(by -> assertThat(sum(by)).isEqualByComparingTo(whole));
  }

  @Test
  void daysComeInTheirOrderAndPartsByTheirNames() {
    assertThat(names("day")).containsExactly("2031-05-02", "2031-05-03");
    assertThat(names("provider")).containsExactlyInAnyOrder("near", "far");
    assertThat(names("accelerator")).containsExactly("cpu");
    assertThat(names("project")).containsExactly("Parts");
  }

  @Test
  void anUnknownCutIsRefusedWithThoseThatThereAre() {
    asOwner()
        .get("/api/v1/spend/parts?by=mood")
        .then()
        .statusCode(400)
        .body("errors[0].advice", containsString("accelerator"));
  }

  @Test
  void savingsSayHowTheyAreReckonedAndComparePricesOfAcceleratorsAlone() {
    asOwner()
        .get("/api/v1/spend/savings?month=2031-05")
        .then()
        .statusCode(200)
        .body("method", containsString("on-demand"))
        .body("cheapestCloud", nullValue())
        .body("doingNothing", nullValue());
  }

  private static BigDecimal sum(String by) {
    return parts(by).getList("items.amount.amount", String.class).stream()
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<String> names(String by) {
    return parts(by).getList("items.part", String.class);
  }

  private static JsonPath parts(String by) {
    return asOwner()
        .get("/api/v1/spend/parts?month=2031-05&by=" + by)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
