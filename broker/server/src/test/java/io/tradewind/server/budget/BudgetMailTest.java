package io.tradewind.server.budget;

import static io.restassured.RestAssured.given;
import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.OfferBuilder.NOON;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.tradewind.server.database.Database;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.MailServer;
import io.tradewind.server.testing.Overheard;
import io.tradewind.server.testing.ProbeProfile;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestClock;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thresholds of budgets, told to mailboxes by a real mail server. */
@QuarkusTest
@TestProfile(ProbeProfile.class)
@QuarkusTestResource(EmbeddedPostgresResource.class)
@Timeout(120)
class BudgetMailTest {
  private static final List<Map<String, Object>> THREE =
      List.of(
          Map.of("percent", 50, "action", "warn"),
          Map.of("percent", 80, "action", "block"),
          Map.of("percent", 100, "action", "stop"));

  @Inject Notices notices;
  @Inject Sql sql;

  @BeforeEach
  void noBudgets() {
    TestClock.CLOCK.set(NOON);
    sql.run("delete from budget");
  }

  @Test
  void aThresholdIsALetterToEachWhoIsNamedHoweverManyBrokersLook() {
    try (MailServer mail = MailServer.open()) {
      String id = budget("Research", "ada@example.org", "finance@example.net");
      spent(id, "5.25");

      manyBrokersLook();

      List<MimeMessage> letters = mail.letters(2);
      assertThat(letters)
          .extracting(it -> MailServer.header(it, "To"))
          .containsExactlyInAnyOrder("ada@example.org", "finance@example.net");
      assertThat(MailServer.whole(letters.get(0)))
          .contains(
              "From: " + MailServer.SENDER,
              "Subject: Budget \"Research\": 50 % are spent (warn)",
              "Spent: 5.25 of 10 USD",
              "This is a warning",
              "Auto-Submitted: auto-generated");
      arrived(id, 2);
      assertThat(mail.count()).isEqualTo(2);
    }
  }

  @Test
  void noGreetingOfTheMailServerIsMissed() {
    String[] all =
        IntStream.range(0, 10).mapToObj("reader-%d@example.org"::formatted).toArray(String[]::new);
    try (MailServer mail = MailServer.open()) {
      String id = budget("Read by many", all);
      spent(id, "10");

      manyBrokersLook();

      arrived(id, THREE.size() * all.length);
      assertThat(deliveries(id).getList("items.tries", Integer.class)).containsOnly(1);
      assertThat(mail.count()).isEqualTo(THREE.size() * all.length);
    }
  }

  @Test
  void blockingAndStoppingAreToldAsWell() {
    try (MailServer mail = MailServer.open()) {
      String id = budget("Full", "ada@example.org");
      spent(id, "8");
      manyBrokersLook();
      mail.letters(2);

      spent(id, "10");
      manyBrokersLook();

      assertThat(mail.letters(3))
          .extracting(it -> MailServer.header(it, "Subject"))
          .containsExactlyInAnyOrder(
              "Budget \"Full\": 50 % are spent (warn)",
              "Budget \"Full\": 80 % are spent (block)", "Budget \"Full\": 100 % are spent (stop)");
      arrived(id, 3);
      manyBrokersLook();
      assertThat(mail.count()).isEqualTo(3);
    }
  }

  @Test
  void whatPeopleWriteIsNoHeader() {
    try (MailServer mail = MailServer.open()) {
      String id = budget("Ours\r\nBcc: eve@example.org\r\n\r\nPay here", "ada@example.org");
      spent(id, "5");

      manyBrokersLook();

      MimeMessage letter = mail.letters(1).get(0);
      assertThat(MailServer.header(letter, "Subject"))
          .startsWith("Budget \"Ours Bcc: eve@example.org Pay here\"");
      assertThat(MailServer.whole(letter)).doesNotContainPattern("(?m)^Bcc:");
      arrived(id, 1);
      assertThat(mail.count()).isEqualTo(1);
    }
    for (String address :
        List.of(
            "ada@example.org\r\nBcc: eve@example.org",
            "ada@example.org, eve@example.org",
            "<ada@example.org>",
            "ada example.org",
            "")) {
      refused(address, "This is no address of a mailbox.");
    }
  }

  @Test
  void nobodyOutsideTheDomainsIsWrittenTo() {
    refused("ada@elsewhere.example", "This broker sends no mail to ada@elsewhere.example.");
  }

  @Test
  void aMailServerThatIsAwayIsTriedAgainAndThePasswordIsInNoLog() {
    try (Overheard log = Overheard.everything()) {
      String id = budget("Away", "ada@example.org");
      spent(id, "5");
      manyBrokersLook();
      eventually(() -> deliveries(id).getInt("items[0].tries"), tries -> tries == 1);
      assertThat(deliveries(id).getString("items[0].fault"))
          .isEqualTo("The mail server did not answer.");
      assertThat(deliveries(id).getString("items[0].mailTo")).isEqualTo("ada@example.org");

      try (MailServer mail = MailServer.open()) {
        TestClock.CLOCK.advance(Duration.ofDays(1));

        String delivery = deliveries(id).getString("items[0].id");
        assertThat(MailServer.header(mail.letters(1).get(0), "Message-ID"))
            .isEqualTo("<%s@broker.example>".formatted(delivery));
        arrived(id, 1);
      }
      assertThat(log.lines()).anyMatch(line -> line.contains("is not delivered"));
      assertThat(log.lines()).noneMatch(line -> line.contains(MailServer.PASSWORD));
    }
  }

  @Test
  void aLetterThatIsGivenUpIsAnEventAndIsSentAgainOnRequest() {
    String id = budget("Dead", "ada@example.org");
    spent(id, "5");
    manyBrokersLook();
    eventually(() -> deliveries(id).getInt("items[0].tries"), tries -> tries == 1);
    sql.run("update alert_delivery set tries = 7 where budget = '%s'".formatted(id));
    TestClock.CLOCK.advance(Duration.ofDays(1));
    eventually(() -> deliveries(id).getString("items[0].state"), "dead"::equals);
    asOwner()
        .accept("application/json")
        .get("/api/v1/events?type=budget.undelivered&limit=1000")
        .then()
        .body("items[-1].detail", startsWith("Dead: the message to ada@example.org is given up"));
    try (MailServer mail = MailServer.open()) {
      asOwner()
          .post(
              "/api/v1/budgets/%s/deliveries/%s/retry"
                  .formatted(id, deliveries(id).getString("items[0].id")))
          .then()
          .statusCode(200);

      // Should a try fail after all, its time for the next one comes.
      eventually(
          Duration.ofMinutes(1),
          () -> {
            TestClock.CLOCK.advance(Duration.ofSeconds(15));
            return mail.count();
          },
          letters -> letters > 0);
      arrived(id, 1);
    }
  }

  @Test
  void healthSaysHowLettersLeave() {
    given()
        .get("/q/health/ready")
        .then()
        .body("checks.find { it.name == 'mail' }.status", equalTo("UP"))
        .body("checks.find { it.name == 'mail' }.data.way", equalTo("none"));
  }

  private static String budget(String name, String... mailTo) {
    return made(name, mailTo).statusCode(201).body("mailTo", contains(mailTo)).extract().path("id");
  }

  private static ValidatableResponse made(String name, String... mailTo) {
    return asOwner()
        .contentType("application/json")
        .body(
            Map.of(
                "name",
                name,
                "period",
                "total",
                "amount",
                "10 USD",
                "thresholds",
                THREE,
                "mailTo",
                List.of(mailTo)))
        .post("/api/v1/budgets")
        .then();
  }

  private static void refused(String address, String why) {
    made("No", address)
        .statusCode(400)
        .body("errors[0].field", equalTo("mailTo[0]"))
        .body("errors[0].message", containsString(why));
  }

  /** As if leases that are over had cost it. */
  private void spent(String budget, String amount) {
    sql.run(
        "update budget_period set taken = %1$s, settled = %1$s where budget = '%2$s'"
            .formatted(amount, budget));
  }

  private void manyBrokersLook() {
    List<CompletableFuture<Void>> brokers =
        Stream.generate(() -> notices.look().subscribeAsCompletionStage()).limit(8).toList();
    brokers.forEach(CompletableFuture::join);
    Database.await(notices.look());
  }

  private static void arrived(String budget, int count) {
    eventually(
        () -> deliveries(budget).<String>getList("items.state"),
        states -> states.size() == count && states.stream().allMatch("delivered"::equals));
  }

  private static JsonPath deliveries(String budget) {
    return asOwner()
        .get("/api/v1/budgets/%s/deliveries".formatted(budget))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
