package io.tradewind.server.policy;

import static io.tradewind.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tradewind.api.OfferId;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.server.signin.Tenants;
import io.tradewind.server.testing.EmbeddedPostgresResource;
import io.tradewind.server.testing.LeaseProfile;
import io.tradewind.server.testing.MovableClock;
import io.tradewind.server.testing.ScriptedProvider;
import io.tradewind.server.testing.ScriptedProvider.Act;
import io.tradewind.server.testing.Sql;
import io.tradewind.server.testing.Town;
import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is not allowed is not matched, not committed to, and not failed over to. */
@QuarkusTest
@QuarkusTestResource(EmbeddedPostgresResource.class)
@TestProfile(LeaseProfile.class)
class PoliciesTest {
  @Inject Town town;
  @Inject MovableClock clock;
  @Inject Sql sql;

  @Test
  void theCheapestThatIsAllowedIsChosenAndTheRuleIsNamed() {
    town.open(
        ScriptedProvider.offer("pol-cheap", "m", "1.00"),
        ScriptedProvider.offer("pol-dear", "m", "2.00"));
    PolicyPages pages = PolicyPages.fresh(sql);
    String policy = pages.allow("Our sellers", "{ providers: { deny: [pol-cheap] } }");

    Response preview = pages.previewed("pol-cheap, pol-dear", "");

    preview.then().statusCode(200);
    assertThat(preview.<String>path("choice.offer.provider")).isEqualTo("pol-dear");
    assertThat(preview.<String>path("policies[0].id")).isEqualTo(policy);
    assertThat(preview.<Integer>path("policies[0].version")).isEqualTo(1);
    assertThat(preview.<List<String>>path("explanation"))
        .contains("Within policy 'Our sellers' (version 1).");
    assertThat(preview.<List<String>>path("nearestMisses.advice").toString())
        .contains("policy 'Our sellers' (version 1), rule providers", "50 % cheaper");
    Response submitted = pages.submitted("pol-cheap, pol-dear", "");
    assertThat(town.workload(submitted.path("id")).path("lease").path("provider").asText())
        .isEqualTo("pol-dear");
    Town.cancel(submitted.path("id"));
  }

  @Test
  void aRefusalSaysWhichPolicyWhichRuleWhatValueAndWhatToDo() {
    town.open(ScriptedProvider.offer("pol-steep", "m", "9.00"));
    PolicyPages pages = PolicyPages.fresh(sql);
    String policy = pages.allow("Thrift", "{ max_price_hour: 5 USD }");

    Response refused = pages.submitted("pol-steep", "");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.<String>path("code")).isEqualTo("policy_refused");
    assertThat(refused.<String>path("detail"))
        .contains(
            "policy 'Thrift' (version 1), rule max_price_hour: an hour costs 9.00 USD",
            "at most 5.00 USD",
            "Nothing was started",
            "platform admin");
    assertThat(refused.<String>path("errors[0].field")).isEqualTo("limits.max_price_hour");
    assertThat(leases(pages)).isZero();

    Response changed =
        PolicyPages.sent(
            "PUT", "/" + policy, "{ name: Thrift, version: 1, rules: { max_price_hour: 10 USD } }");
    assertThat(changed.<Integer>path("version")).isEqualTo(2);
    Response allowed = pages.submitted("pol-steep", "");
    assertThat(allowed.statusCode()).isEqualTo(201);
    Town.cancel(allowed.path("id"));
    assertThat(
            town.get("/api/v1/policies/%s/versions".formatted(policy))
                .path("items")
                .findValuesAsText("version"))
        .containsExactly("2", "1");
  }

  @Test
  void otherProjectsAreNotHeldToIt() {
    town.open(ScriptedProvider.offer("pol-others", "m", "9.00"));
    PolicyPages.fresh(sql).allow("Elsewhere", "{ max_price_hour: 1 USD }");

    Response submitted = PolicyPages.fresh(sql).submitted("pol-others", "");

    assertThat(submitted.statusCode()).isEqualTo(201);
    Town.cancel(submitted.path("id"));
  }

  @Test
  void whatAnotherBrokerHasWrittenAMomentAgoHoldsAtTheCommitment() {
    town.open(ScriptedProvider.offer("pol-stale", "m", "9.00"));
    PolicyPages pages = PolicyPages.fresh(sql);
    sql.run(
        """
        insert into policy (id, organization, project, name, version, enabled, rules, note, created_by, created_at, changed_by, changed_at)
        values ('%s', '%s', '%s', 'Fresh', 7, true, '{"max_price_accelerator_hour": "1 USD", "max_price_hour": "5 USD"}', '', 'x', now(),
          'x', now())
        """
            .formatted(UUID.randomUUID(), Tenants.DEFAULT_ORGANIZATION, pages.project()));

    Response refused = pages.submitted("pol-stale", "");

    assertThat(refused.<String>path("code")).isEqualTo("policy_refused");
    assertThat(refused.<String>path("detail")).contains("policy 'Fresh' (version 7)");
    assertThat(leases(pages)).isZero();
  }

  @Test
  void aFailoverGoesToTheNextOfferThatIsAllowedByThen() {
    PolicyPages pages = PolicyPages.fresh(sql);
    OfferId first =
        ScriptedProvider.offer(
            "pol-turn", "a", "1.00", fails(pages, "{ providers: { deny: [pol-second] } }"));
    town.open(
        first,
        ScriptedProvider.offer("pol-second", "b", "2.00"),
        ScriptedProvider.offer("pol-third", "c", "3.00"));

    Response submitted = pages.submitted("pol-turn, pol-second, pol-third", "");

    String workload = submitted.path("id");
    JsonNode lease =
        eventually(
            () -> town.workload(workload).path("lease"),
            it -> it.path("provider").asText().equals("pol-third"));
    assertThat(lease.path("instanceType").asText()).isEqualTo("c");
    assertThat(
            sql.number(
                "select count(*) from lease where workload = '%s' and provider = 'pol-second'"
                    .formatted(workload)))
        .isZero();
    Town.cancel(workload);
  }

  @Test
  void hoursAreForWhatBeginsAndNotForItsNextMachine() {
    PolicyPages pages = PolicyPages.fresh(sql);
    String day = clock.instant().atZone(ZoneOffset.UTC).getDayOfWeek().plus(3).name();
    String closed =
        "{ hours: { zone: UTC, days: [%s], from: \"10:00\", to: \"11:00\" } }".formatted(day);
    OfferId first = ScriptedProvider.offer("pol-night", "a", "1.00", fails(pages, closed));
    town.open(first, ScriptedProvider.offer("pol-night", "b", "2.00"));

    Response begun = pages.submitted("pol-night", "");

    String workload = begun.path("id");
    eventually(
        () -> town.workload(workload).path("lease"),
        it -> it.path("instanceType").asText().equals("b"));
    Town.cancel(workload);
    Response refused = pages.submitted("pol-night", "");
    assertThat(refused.<String>path("code")).isEqualTo("policy_refused");
    assertThat(refused.<String>path("detail")).contains("rule hours", "10:00 to 11:00 UTC");
  }

  @Test
  void howManyAndHowLongIsSaidBeforeAnythingIsMatched() {
    town.open(ScriptedProvider.offer("pol-size", "m", "1.00"));
    PolicyPages pages = PolicyPages.fresh(sql);
    pages.allow("Small", "{ max_nodes: 2, max_duration: 4h }");

    assertThat(pages.submitted("pol-size", "").<String>path("detail"))
        .contains("rule max_duration: it has no limits.max_duration");
    assertThat(
            pages
                .submitted("pol-size", "nodes: 3\nlimits: { max_duration: 1h }")
                .<String>path("detail"))
        .contains("rule max_nodes: it asks for 3 nodes");
    Response allowed = pages.submitted("pol-size", "limits: { max_duration: 1h }");
    assertThat(allowed.statusCode()).isEqualTo(201);
    Town.cancel(allowed.path("id"));
  }

  @Test
  void aDryRunSaysHowManyItWouldHaveRefusedAndMoved() {
    town.open(
        ScriptedProvider.offer("pol-past", "m", "1.00"),
        ScriptedProvider.offer("pol-instead", "m", "3.00"));
    PolicyPages pages = PolicyPages.fresh(sql);
    for (String sellers : List.of("pol-past", "pol-past", "pol-instead")) {
      Town.cancel(pages.submitted(sellers, "").path("id"));
    }
    Town.cancel(pages.submitted("pol-past, pol-instead", "").path("id"));

    String draft = "{ project: %s, rules: { providers: { deny: [pol-past] } } }";
    Response tried = PolicyPages.sent("POST", "/dry-run?limit=2", draft, pages.project());

    tried.then().statusCode(200);
    assertThat(tried.<String>path("summary"))
        .isEqualTo(
            "This would have refused 2 of 4, and moved 1 elsewhere, for 2.000000000 USD an hour more together by today's prices.");
    assertThat(tried.<List<String>>path("rules.rule")).containsExactly("providers");
    assertThat(tried.<List<?>>path("items")).hasSize(2);
    Response rest =
        PolicyPages.sent(
            "POST", "/dry-run?limit=2&cursor=" + tried.path("nextCursor"), draft, pages.project());
    assertThat(rest.<List<?>>path("items")).hasSize(1);
    assertThat(rest.<String>path("nextCursor")).isNull();
    assertThat(town.get("/api/v1/policies").path("items").findValuesAsText("project"))
        .as("nothing was written")
        .doesNotContain(pages.project());
  }

  @Test
  void whatIsWrongWithAPolicyIsSaidAtOnce() {
    Response refused =
        PolicyPages.sent(
            "POST", "", "{ name: '', colour: red, rules: { residency: [Narnia], max_nodes: 0 } }");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.<List<String>>path("errors.field"))
        .containsExactlyInAnyOrder("colour", "name", "rules.residency[0]", "rules.max_nodes");
  }

  @Test
  void aChangeOfAnOldVersionIsRefused() {
    String policy = PolicyPages.fresh(sql).allow("Two hands", "{ }");
    String change = "{ name: Two hands, version: 1, rules: { max_nodes: 4 } }";

    assertThat(PolicyPages.sent("PUT", "/" + policy, change).statusCode()).isEqualTo(200);
    Response late = PolicyPages.sent("PUT", "/" + policy, change);

    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.<String>path("code")).isEqualTo("policy_changed");
  }

  @Test
  void aDeletedPolicyHoldsNoMoreAndKeepsItsHistory() {
    town.open(ScriptedProvider.offer("pol-gone", "m", "9.00"));
    PolicyPages pages = PolicyPages.fresh(sql);
    String policy = pages.allow("Gone", "{ max_price_hour: 1 USD }");

    assertThat(PolicyPages.sent("DELETE", "/" + policy, "").statusCode()).isEqualTo(204);

    Response allowed = pages.submitted("pol-gone", "");
    assertThat(allowed.statusCode()).isEqualTo(201);
    Town.cancel(allowed.path("id"));
    assertThat(town.get("/api/v1/policies/%s/versions".formatted(policy)).path("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void withoutTheWordOfTheValidatorNothingIsStarted() {
    town.open(ScriptedProvider.offer("pol-validated", "m", "1.00"));
    PolicyPages pages = PolicyPages.fresh(sql);
    assertThat(
            PolicyPages.sentJson("PUT", "/validator", "{\"webhookUrl\": \"http://127.0.0.1:9/\"}")
                .statusCode())
        .isEqualTo(400);
    PolicyPages.sentJson("PUT", "/validator", "{\"webhookUrl\": \"https://validator.invalid/\"}")
        .then()
        .statusCode(200);
    try {
      Response refused = pages.submitted("pol-validated", "");

      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.<String>path("code")).isEqualTo("validator_failed");
      assertThat(leases(pages)).isZero();
      Response validator = PolicyPages.sentJson("GET", "/validator", "");
      assertThat(validator.<String>path("answers[0].outcome")).isEqualTo("failed");
      assertThat(validator.<String>path("answers[0].detail")).contains("could not be asked");
      assertThat(validator.<Integer>path("answers[0].workloads")).isEqualTo(1);
    } finally {
      PolicyPages.sentJson("DELETE", "/validator", "").then().statusCode(204);
    }
    PolicyPages.sentJson("GET", "/validator", "").then().statusCode(204);
  }

  /** The policy is written while the first machine is being started. */
  private static Act fails(PolicyPages pages, String rules) {
    return make -> {
      String unused = pages.allow("Meanwhile", rules);
      throw new ProviderException(
          ScriptedProvider.ID, Fault.NO_CAPACITY, "by script", java.util.Optional.empty(), null);
    };
  }

  private long leases(PolicyPages pages) {
    return sql.number(
        "select count(*) from lease join workload w on w.id = workload where w.project = '%s'"
            .formatted(pages.project()));
  }
}
