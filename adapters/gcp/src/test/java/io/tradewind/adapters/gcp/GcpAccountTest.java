package io.tradewind.adapters.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountReport;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an organization connects, and what a check of it says in words. */
class GcpAccountTest {
  private static final String TEST =
      "/v1/projects/%s:testIamPermissions".formatted(FakeGoogle.PROJECT);

  private final GcpFactory factory = new GcpFactory();
  private final FakeGoogle google = new FakeGoogle();

  @AfterEach
  void close() {
    google.close();
  }

  @Test
  void anAccountWithTheRoleIsEnough() throws ProviderException {
    grants(GcpAccount.permissions());
    AccountReport report = check();
    assertThat(report.identity()).isEqualTo("reader@demo-project.iam.gserviceaccount.com");
    assertThat(report.isEnough()).isTrue();
  }

  @Test
  void aMissingPermissionIsNamed() throws ProviderException {
    grants(without("compute.instances.create"));
    assertThat(check().missing().orElseThrow())
        .isEqualTo(
            "Missing: compute.instances.create (add it to the role that the account has on the"
                + " project).");
  }

  @Test
  void whatOnlySparesQuestionsIsNotInTheWay() throws ProviderException {
    grants(without("tpu.nodes.list"));
    assertThat(check().isEnough()).isTrue();
  }

  @Test
  void nothingIsGrantedByAnEmptyAnswer() throws ProviderException {
    google.api.on("POST", TEST, ApiReply.json("{}"));
    assertThat(check().isEnough()).isFalse();
  }

  @Test
  void aKeyThatIsGoneIsRefused() {
    google.api.on("POST", FakeGoogle.TOKEN, ApiReply.status(400, "{\"error\": \"invalid_grant\"}"));
    ProviderException failure =
        Optional.ofNullable(catchThrowableOfType(ProviderException.class, this::check))
            .orElseThrow();
    assertThat(failure.fault()).isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void whatIsPastedIsTheKeyOfAServiceAccountAndNothingElse() {
    for (String pasted :
        List.of(
            "{\"type\": \"external_account\", \"credential_source\": {\"file\": \"/etc/passwd\"}}",
            "{\"type\": \"authorized_user\", \"refresh_token\": \"r-81\"}",
            key().replace("service_account", "external_account"),
            key()
                .replaceAll(
                    "\"token_uri\": \"[^\"]*\"", "\"token_uri\": \"https://example.org/t\""),
            key().replaceFirst("\\{", "{\"universe_domain\": \"example.org\", "),
            "no JSON r-81")) {
      assertThatIllegalArgumentException()
          .as(pasted)
          .isThrownBy(() -> provider(pasted))
          .withMessageContaining("tradewind.gcp.credentials")
          .withMessageNotContaining("r-81")
          .withMessageNotContaining("BEGIN");
    }
  }

  @Test
  void theRoleIsInTheGrantsAndNoCredentialsAreInherited() {
    assertThat(GcpAccount.KIND.grants().apply(new io.tradewind.api.AccountKind.Names("b", "e")))
        .anySatisfy(grant -> assertThat(grant.text()).contains("compute.instances.create"));
    assertThat(GcpAccount.KIND.inherited())
        .doesNotContain("credentials", "credentials-file", "api-key", "project");
    assertThat(GcpAccount.KIND.fields()).extracting(Field::key).contains("project");
  }

  private void grants(List<String> permissions) {
    google.api.on(
        "POST",
        TEST,
        ApiReply.json(
            permissions.stream()
                .map(it -> "\"" + it + "\"")
                .collect(Collectors.joining(",", "{\"permissions\": [", "]}"))));
  }

  private static List<String> without(String permission) {
    return GcpAccount.permissions().stream().filter(it -> !it.equals(permission)).toList();
  }

  private AccountReport check() throws ProviderException {
    try (Provider provider = provider(key())) {
      return provider.check();
    }
  }

  private Provider provider(String pasted) {
    Map<String, String> settings = new HashMap<>(google.accountSettings());
    settings.remove("credentials-file");
    settings.remove("api-key");
    settings.put("credentials", pasted);
    settings.put("endpoint-projects", google.api.url());
    return factory.create(TestContext.of(factory, settings)).get(0);
  }

  private String key() {
    try {
      return Files.readString(Path.of(google.accountSettings().get("credentials-file")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
