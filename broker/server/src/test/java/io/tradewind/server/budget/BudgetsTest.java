package io.tradewind.server.budget;

import static io.tradewind.server.testing.Eventually.eventually;
import static io.tradewind.server.testing.Owner.asOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseReport.Interval;
import io.tradewind.api.agent.Phase;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.ScriptedProvider.Act;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.TestAgent;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What may be spent is held before it can be, and no more is. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class BudgetsTest {
  /** With a minute for the end an hour: one dollar at one dollar an hour. */
  private static final String ONE_HOUR = "limits: { max_duration: 59m }";

  private static final int AT_ONCE = 40;

  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;

  @Test
  void ofTwoHundredAtOnceExactlyThoseThatFitAreTaken() {
    town.open(ScriptedProvider.offer("crowd", "m", "1.00"));
    Purse purse = purse("50 USD", "block");
    List<Response> all = atOnce(200, purse, "crowd");

    assertThat(all).filteredOn(it -> it.statusCode() == 201).hasSize(50);
    assertThat(all)
        .filteredOn(it -> it.statusCode() != 201)
        .hasSize(150)
        .allSatisfy(
            it -> {
              assertThat(it.statusCode()).isEqualTo(409);
              assertThat(it.<String>path("code")).isEqualTo("budget_exceeded");
            });
    assertThat(purse.amount("held")).isEqualByComparingTo("50");
    assertThat(purse.amount("left")).isZero();
    purse.check();

    all.stream().filter(it -> it.statusCode() == 201).forEach(it -> Town.cancel(it.path("id")));
    eventually(() -> purse.amount("left"), left -> left.compareTo(BigDecimal.valueOf(50)) == 0);
    purse.check();
  }

  @Test
  void aRefusalSaysWhichBudgetWhatIsLeftAndWhatToDo() {
    town.open(ScriptedProvider.offer("poor", "m", "2.00"));
    Purse purse = purse("1.5 USD", "block");
    Response refused = purse.submitted("poor", ONE_HOUR);

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.<String>path("detail"))
        .contains("'Purse' has 1.500000000 USD left", "2.000000000 USD are needed", "max_duration")
        .contains(purse.id());
    assertThat(purse.submitted("poor", "limits: { max_duration: 44m }").statusCode())
        .isEqualTo(201);
  }

  @Test
  void atNothingPrepaidNothingBeginsUntilSomethingIsPaid() {
    town.open(ScriptedProvider.offer("prepaying", "m", "1.00"));
    Response made =
        Purse.sent(
            "POST", "", "{\"name\": \"Prepaid\", \"period\": \"prepaid\", \"amount\": \"0 USD\"}");
    made.then().statusCode(201);
    Purse purse = new Purse(town, sql, Purse.project(sql), made.path("id"));
    try {
      assertThat(purse.submitted("prepaying", ONE_HOUR).statusCode()).isEqualTo(409);
      BigDecimal before = purse.amount("amount");
      prepay(purse, "1000000 USD");
      assertThat(purse.amount("amount")).isGreaterThan(before);
      assertThat(purse.amount("left")).isPositive();
      String workload = purse.submit("prepaying", ONE_HOUR);
      assertThat(purse.amount("held")).isGreaterThanOrEqualTo(BigDecimal.ONE);
      Town.cancel(workload);
      town.become(workload, "cancelled");
    } finally {
      Purse.sent("DELETE", "/" + purse.id(), "").then().statusCode(204);
    }
  }

  /** The same reference is one payment. */
  private static void prepay(Purse purse, String amount) {
    String body = "{\"amount\": \"%s\", \"reference\": \"%s\"}".formatted(amount, purse.project());
    for (int i = 0; i < 2; i++) {
      asOwner()
          .contentType("application/json")
          .body(body)
          .post("/api/v1/prepayments")
          .then()
          .statusCode(201);
    }
    asOwner()
        .contentType("application/json")
        .body(body.replace("1000000", "1"))
        .post("/api/v1/prepayments")
        .then()
        .statusCode(409);
  }

  @Test
  void allNodesFitOrNone() {
    town.open(ScriptedProvider.offer("three", "m", "1.00"));
    Purse purse = purse("2.99 USD", "block");
    assertThat(purse.submitted("three", ONE_HOUR + "\nnodes: 3").statusCode()).isEqualTo(409);
    assertThat(purse.amount("held")).isZero();
    purse.check();
  }

  @Test
  void theLowestOfSeveralBudgetsDecidesAndTheOthersAreLeftAlone() {
    town.open(ScriptedProvider.offer("both", "m", "1.00"));
    Purse wide = purse("100 USD", "block");
    Purse narrow = Purse.of(town, sql, wide.project(), Purse.total("0.5 USD", "block"));

    assertThat(wide.submitted("both", ONE_HOUR).statusCode()).isEqualTo(409);
    assertThat(wide.amount("held")).isZero();
    assertThat(narrow.amount("held")).isZero();
  }

  @Test
  void theNextOfferIsNotStartedWhereItDoesNotFit() {
    OfferId cheap = ScriptedProvider.offer("dearer", "a", "1.00", Act.fails(Fault.NO_CAPACITY));
    OfferId dear = ScriptedProvider.offer("dearer", "b", "2.00");
    town.open(cheap, dear);
    Purse purse = purse("1.5 USD", "block");
    String workload = purse.submit("dearer", ONE_HOUR);

    assertThat(town.become(workload, "unplaced").path("reason").asText())
        .contains("The next offer was not started", "'Purse' has 1.500000000 USD left");
    assertThat(purse.amount("held")).isZero();
    purse.check();
  }

  @Test
  void atAStopThresholdARunningLeaseEndsBeforeItIsPassed() {
    Purse purse = purse("4 USD", "stop");
    Running running = run(purse, "3.60", "");
    assertThat(purse.amount("held")).isEqualByComparingTo("3.6");
    // A tenth of a cent a second; the funds reach 31 minutes ahead, so the end comes at minute
    // 35.
    for (int minute = 0; minute < 32; minute += 4) {
      work(running, minute, minute + 4);
      assertThat(town.workload(running.workload()).path("state").asText()).isEqualTo("running");
    }
    work(running, 32, 36);

    JsonNode ended = stopped(running);

    assertThat(ended.path("lease").path("closeReason").asText()).isEqualTo("budget");
    assertThat(ended.path("reason").asText()).contains("The budget 'Purse' has");
    assertThat(purse.amount("used")).isEqualByComparingTo("2.16");
    assertThat(purse.amount("held")).isZero();
    assertThat(events(purse, "budget.stopped")).hasSize(1);
    purse.check();
  }

  @Test
  void whatIsLeftOfAHoldIsFreeWhenTheLeaseCloses() {
    Purse purse = purse("10 USD", "block");
    Running running = run(purse, "3.60", "limits: { max_duration: 119m }");
    assertThat(purse.amount("held")).isEqualByComparingTo("7.2");
    running.agent().usage(running.lease(), interval(running, 0, 30));
    assertThat(purse.amount("used")).isEqualByComparingTo("0.03");
    assertThat(purse.amount("held")).isEqualByComparingTo("7.17");

    running.agent().ended(running.lease(), 0, clock.instant());
    town.become(running.workload(), "succeeded");

    assertThat(purse.amount("used")).isEqualByComparingTo("0.03");
    assertThat(purse.amount("held")).isZero();
    assertThat(purse.amount("left")).isEqualByComparingTo("9.97");
    purse.check();
  }

  @Test
  void aBudgetMadeLaterCountsWhatTheMonthHasCostAndWhatRuns() {
    Purse first = purse("1000 USD", "warn");
    Running over = run(first, "3.60", "limits: { max_duration: 59m }");
    over.agent().usage(over.lease(), interval(over, 0, 30));
    over.agent().ended(over.lease(), 0, clock.instant());
    town.become(over.workload(), "succeeded");
    Running running = run(first, "3.60", "limits: { max_duration: 59m }");
    running.agent().usage(running.lease(), interval(running, 0, 30));

    Purse later = Purse.of(town, sql, first.project(), "\"amount\": \"10 USD\"");

    assertThat(later.amount("used")).isEqualByComparingTo("0.06");
    eventually(() -> later.amount("held"), held -> held.compareTo(new BigDecimal("3.57")) == 0);
    running.agent().ended(running.lease(), 0, clock.instant());
    town.become(running.workload(), "succeeded");
    assertThat(later.amount("used")).isEqualByComparingTo("0.06");
    later.check();
  }

  @Test
  void loweredBelowWhatRunsItEndsIt() {
    Purse purse = purse("100 USD", "stop");
    Running running = run(purse, "3.60", "");
    running.agent().usage(running.lease(), interval(running, 0, 30));

    Purse.sent("PUT", "/" + purse.id(), Purse.body(purse.project(), Purse.total("1 USD", "stop")))
        .then()
        .statusCode(200);

    assertThat(stopped(running).path("lease").path("closeReason").asText()).isEqualTo("budget");
    purse.check();
  }

  @Test
  void eachThresholdIsToldOnceAsAnEventAndToTheWebhook() {
    String body =
        """
        "amount": "0.06 USD", "period": "total", "webhookUrl": "https://hooks.example/budget",
        "thresholds": [{"percent": 50, "action": "warn"}, {"percent": 1000, "action": "block"}]
        """;
    Purse purse = Purse.of(town, sql, body);
    Running running = run(purse, "3.60", "limits: { max_duration: 5m }");
    running.agent().usage(running.lease(), interval(running, 0, 35));

    List<JsonNode> told = eventually(() -> events(purse, "budget.warned"), it -> !it.isEmpty());

    assertThat(told).hasSize(1);
    assertThat(told.get(0).path("detail").asText())
        .contains("'Purse' is at its threshold of 50", "0.035 of 0.06 USD are spent");
    assertThat(
            sql.number(
                "select count(*) from alert_delivery where budget = '%s'".formatted(purse.id())))
        .isEqualTo(1);
    running.agent().ended(running.lease(), 0, clock.instant());
    town.become(running.workload(), "succeeded");
    assertThat(events(purse, "budget.warned")).hasSize(1);
  }

  @Test
  void theDatabaseRefusesALeaseWithoutItsFunds() {
    town.open(ScriptedProvider.offer("bare", "m", "1.00"));
    Purse purse = purse("10 USD", "block");
    String workload = purse.submit("bare", ONE_HOUR);

    assertThatThrownBy(
            () ->
                sql.run(
                    """
                    insert into lease select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'attempt', 99,
                      'node', 98, 'nodes', 99))).* from lease l where workload = '%s'
                    """
                        .formatted(workload)))
        .hasMessageContaining("has no funds of the budget Purse");
    Town.cancel(workload);
  }

  @Test
  void whatIsWrongWithABudgetIsSaid() {
    assertField("name", "{\"amount\": \"1 USD\"}");
    assertField("amount", "{\"name\": \"x\", \"amount\": \"-1 USD\"}");
    assertField("period", "{\"name\": \"x\", \"amount\": \"1 USD\", \"period\": \"week\"}");
    assertField(
        "thresholds[0].percent",
        "{\"name\": \"x\", \"amount\": \"1 USD\", \"thresholds\": [{\"percent\": 0, \"action\": \"warn\"}]}");
    assertField(
        "project",
        "{\"name\": \"x\", \"amount\": \"1 USD\", \"project\": \"00000000-0000-4000-8000-00000000dead\"}");
    assertField(
        "mailTo[0]", "{\"name\": \"x\", \"amount\": \"1 USD\", \"mailTo\": [\"ada@example.org\"]}");
    Purse purse = purse("1 USD", "warn");
    Response other =
        Purse.sent(
            "PUT", "/" + purse.id(), Purse.body(purse.project(), Purse.total("1 EUR", "warn")));
    assertThat(other.<String>path("code")).isEqualTo("budget_counts_other");
  }

  @Test
  void healthSaysThatNoMailIsSent() {
    asOwner()
        .get("/q/health/ready")
        .then()
        .body("checks.find { it.name == 'mail' }.status", equalTo("UP"))
        .body("checks.find { it.name == 'mail' }.data.way", startsWith("off"));
  }

  private static void assertField(String field, String body) {
    Response refused = Purse.sent("POST", "", body);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.<String>path("errors[0].field")).isEqualTo(field);
  }

  private Purse purse(String amount, String action) {
    return Purse.of(town, sql, Purse.total(amount, action));
  }

  private List<JsonNode> events(Purse purse, String type) {
    List<JsonNode> own = new java.util.ArrayList<>();
    town.get("/api/v1/events?limit=1000&type=" + type)
        .path("items")
        .forEach(
            event -> {
              if (event.path("data").asText().contains(purse.id())) {
                own.add(event);
              }
            });
    return own;
  }

  private List<Response> atOnce(int count, Purse purse, String seller) {
    ExecutorService many = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<Response>> all =
          IntStream.range(0, count)
              .mapToObj(
                  i -> CompletableFuture.supplyAsync(() -> purse.submitted(seller, ONE_HOUR), many))
              .toList();
      return all.stream().map(CompletableFuture::join).toList();
    } finally {
      many.shutdown();
    }
  }

  private record Running(TestAgent agent, String workload, String lease, Instant start) {}

  private Running run(Purse purse, String ask, String limits) {
    Town.Home home = town.settle(ask);
    String workload = purse.submit(home.seller(), limits);
    String lease = town.leaseBecomes(workload, "provisioning").path("id").asText();
    Instant start = clock.instant().truncatedTo(ChronoUnit.MICROS);
    clock.advance(Duration.ofSeconds(40));
    home.agent().status(lease, Phase.RUNNING, start);
    return new Running(home.agent(), workload, lease, start);
  }

  /** Some minutes of work, reported as they pass. */
  private void work(Running running, int from, int to) {
    clock.advance(Duration.ofMinutes(to - from));
    running.agent().renew();
    running.agent().heartbeat();
    for (int minute = from; minute < to; minute++) {
      running.agent().usage(running.lease(), interval(running, minute * 60L, minute * 60L + 60));
    }
    asOwner().get("/api/v1/budgets").then().statusCode(200);
  }

  private JsonNode stopped(Running running) {
    running.agent().renew();
    eventually(
        () -> running.agent().work("", 0).body().path("items").path(0).path("action").asText(),
        "STOP"::equals);
    running
        .agent()
        .status(
            running.lease(),
            new LeaseReport.Status(1, Phase.STOPPED, clock.instant(), null, "told to"));
    return town.become(running.workload(), "failed");
  }

  private static Interval interval(Running running, long from, long to) {
    return new Interval(running.start().plusSeconds(from), running.start().plusSeconds(to), 1);
  }
}
