package io.tradewind.adapters.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.AccountReport;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiReply;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an organization connects, and what a check of it says in words. */
class AzureAccountTest extends AzureScenario {
  private static final String PERMISSIONS =
      "/subscriptions/%s/providers/Microsoft.Authorization/permissions"
          .formatted(FakeAzure.SUBSCRIPTION);

  @Test
  void anOwnerMayDoAll() throws ProviderException {
    grants("{\"actions\": [\"*\"], \"notActions\": []}");
    AccountReport report = check();
    assertThat(report.isEnough()).isTrue();
    assertThat(report.identity()).isEqualTo("subscription " + FakeAzure.SUBSCRIPTION);
  }

  @Test
  void severalAssignmentsAddUp() throws ProviderException {
    grants(
        "{\"actions\": [\"microsoft.compute/*\"], \"notActions\": []},{\"actions\":"
            + " [\"Microsoft.Network/*\","
            + " \"Microsoft.Resources/subscriptions/resourceGroups/*\"]}");
    assertThat(check().isEnough()).isTrue();
  }

  @Test
  void whatAnAssignmentTakesAwayIsMissing() throws ProviderException {
    grants(
        "{\"actions\": [\"*\"], \"notActions\": [\"Microsoft.Compute/virtualMachines/delete\"]}");
    assertThat(check().missing().orElseThrow())
        .isEqualTo(
            "Missing: Microsoft.Compute/virtualMachines/delete (assign the role to the"
                + " application).");
  }

  @Test
  void aReaderStartsNothing() throws ProviderException {
    grants("{\"actions\": [\"*/read\"], \"notActions\": []}");
    assertThat(check().missing().orElseThrow())
        .contains("Microsoft.Compute/virtualMachines/write")
        .doesNotContain("virtualMachines/read");
  }

  @Test
  void nobodyAnswersForAStranger() {
    azure.api.on(
        "GET",
        PERMISSIONS,
        ApiReply.status(
            403, FakeAzure.error("AuthorizationFailed", "does not have authorization")));
    ProviderException failure =
        Optional.ofNullable(catchThrowableOfType(ProviderException.class, this::check))
            .orElseThrow();
    assertThat(failure.fault()).isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void noAccountIsTheMachinesOwn() {
    assertThat(AzureAccount.KIND.inherited())
        .doesNotContain("managed-identity", "client-secret", "token-file", "client-id");
    assertThat(AzureAccount.KIND.fields())
        .noneMatch(field -> field.key().equals("managed-identity"));
  }

  private void grants(String assignments) {
    azure.api.on("GET", PERMISSIONS, ApiReply.json("{\"value\": [%s]}".formatted(assignments)));
  }

  private AccountReport check() throws ProviderException {
    try (Provider provider = provider(context())) {
      return provider.check();
    }
  }
}
