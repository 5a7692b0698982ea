package io.tradewind.adapters.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureSettingsTest extends AzureScenario {
  @Test
  void withoutASubscriptionThereIsNoProvider() {
    AzureFactory factory = new AzureFactory();
    assertThat(factory.create(TestContext.of(factory))).isEmpty();
  }

  @Test
  void switchedOffThereIsNoProvider() {
    assertThat(azure.factory().create(context("enabled", "false"))).isEmpty();
  }

  @Test
  void aWorkloadIdentityShowsItsTokenAndNoSecret(@TempDir Path folder)
      throws IOException, ProviderException {
    Path token = Files.writeString(folder.resolve("token"), "token-of-the-cluster");
    assertThat(read("client-secret", "", "token-file", token.toString()).offers()).hasSize(6);
    assertThat(azure.calls(FakeAzure.SIGN_IN).get(0).body())
        .contains("client_assertion=token-of-the-cluster")
        .doesNotContain("client_secret");
  }

  @Test
  void aTokenFileThatIsNotThereIsARefusal() {
    assertThat(failure("client-secret", "", "token-file", "/nowhere/token").fault())
        .isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void aMachinesOwnIdentityIsAskedForOnTheMachine() throws ProviderException {
    assertThat(read("client-secret", "", "managed-identity", "true").offers()).hasSize(6);
    assertThat(azure.calls(FakeAzure.SIGN_IN)).isEmpty();
    assertThat(azure.calls("/metadata/identity/oauth2/token")).hasSize(1);
  }

  @Test
  void theSecretIsShownByNobody() {
    try (Provider provider = provider(context())) {
      assertThat(provider.toString())
          .contains(FakeAzure.SUBSCRIPTION)
          .doesNotContain(FakeAzure.SECRET);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "subscription, 'a/b', tradewind.azure.subscription",
    "tenant, '', tradewind.azure.tenant",
    "client-id, '', tradewind.azure.client-id",
    "client-secret, '', Set one of them",
    "managed-identity, true, Set one of them",
    "enabled, perhaps, true or false",
    "regions, 'East US', tradewind.azure.regions",
    "families, 'n,5', tradewind.azure.families",
    "time-limit, soon, PT30S",
    "retail-url, nowhere, tradewind.azure.retail-url"
  })
  void aSettingThatCannotBeIsNamed(String key, String value, String told) {
    assertThatThrownBy(() -> provider(context(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining(FakeAzure.SECRET);
  }

  @Test
  void switchedOnWithoutASubscriptionItIsNamed() {
    assertThatThrownBy(() -> provider(context("enabled", "true", "subscription", "")))
        .hasMessageContaining("tradewind.azure.subscription");
  }
}
