package io.tradewind.server.rate;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tradewind.pricing.ExchangeRates;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.Sql;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@QuarkusTestResource(value = CentralBank.class, restrictToAnnotatedClass = true)
class ExchangeRatesTest {
  private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);

  @Inject RateBook book;
  @Inject RateStore store;
  @Inject Sql sql;

  @BeforeEach
  void theBankHasAnswered() {
    eventually(book::newest, newest -> newest.map(ExchangeRates::date).equals(Optional.of(FRIDAY)));
    eventually(store::newest, Optional::isPresent);
  }

  @Test
  void theNewestDayIsInForceToTheLastDigit() {
    asOwner()
        .get("/api/v1/exchange-rates")
        .then()
        .statusCode(200)
        .body("date", equalTo("2026-11-20"))
        .body("source", equalTo("European Central Bank"))
        .body("base", equalTo("EUR"))
        .body("rates.currency", contains("GBP", "USD"))
        .body("rates.unitsPerEuro", contains("0.87940", "1.1510"))
        .body("publishers.id", contains("ecb"));
  }

  @Test
  void everyDayIsStoredAndOnASundayFridaysRatesAreInForce() {
    asOwner()
        .get("/api/v1/exchange-rates?date=2026-11-22")
        .then()
        .statusCode(200)
        .body("date", equalTo("2026-11-20"));
    asOwner()
        .get("/api/v1/exchange-rates?date=2026-11-19")
        .then()
        .statusCode(200)
        .body("rates.unitsPerEuro", contains("1.1544"));
  }

  @Test
  void beforeTheFirstDayAndAtNonsenseTheAnswerSaysWhatToDo() {
    asOwner().get("/api/v1/exchange-rates?date=1999-01-01").then().statusCode(400);
    asOwner()
        .get("/api/v1/exchange-rates?date=friday")
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("date"));
  }

  @Test
  void tellingADayTwiceStoresItOnceAndACorrectionCorrectsIt() {
    LocalDate monday = LocalDate.of(2026, 11, 2);
    book.take(List.of(day(monday, "1.15")));
    book.take(List.of(day(monday, "1.15")));
    assertThat(rows(monday)).isEqualTo(1);
    book.take(List.of(day(monday, "1.16")));
    assertThat(rows(monday)).isEqualTo(1);
    assertThat(book.on(monday)).contains(day(monday, "1.16"));
  }

  @Test
  void anOlderDayNeverReplacesANewerOne() {
    book.take(List.of(day(LocalDate.of(2026, 10, 1), "1.10")));
    assertThat(book.newest()).map(ExchangeRates::date).contains(FRIDAY);
  }

  private long rows(LocalDate day) {
    return sql.run("select count(*) from exchange_rate where day = '%s'".formatted(day))
        .iterator()
        .next()
        .getLong(0);
  }

  private static ExchangeRates day(LocalDate date, String rate) {
    return new ExchangeRates(date, "a test", Map.of("USD", new BigDecimal(rate)));
  }
}
