package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.TestContext;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsSessionTest {
  private final FakeAws aws = FakeAws.start();

  @BeforeEach
  void stock() {
    Cloud.virginia(aws);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void withoutAnyCredentialsThereIsNoProvider() {
    AwsFactory factory = new AwsFactory();
    assertThat(factory.create(TestContext.of(factory))).isEmpty();
  }

  @Test
  void switchedOffThereIsNoProvider() {
    AwsFactory factory = new AwsFactory();
    assertThat(factory.create(Cloud.context(aws, "enabled", "false"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"profile, research", "role-arn, arn:aws:iam::111122223333:role/tradewind"})
  void aProfileOrARoleConnectsAnAccount(String key, String value) {
    AwsFactory factory = new AwsFactory();
    TestContext context = TestContext.of(factory).set(key, value);
    try (Provider provider = factory.create(context).get(0)) {
      assertThat(provider.id()).isEqualTo(AwsProvider.ID);
    }
  }

  @Test
  void aRoleIsAssumedOnceAndItsCredentialsAreUsed() throws ProviderException {
    try (Provider provider =
        Cloud.provider(aws, "role-arn", "arn:aws:iam::111122223333:role/tradewind")) {
      assertThat(provider.offers().offers()).isNotEmpty();
      assertThat(provider.offers().offers()).isNotEmpty();
    }
    assertThat(aws.calls()).filteredOn(call -> call.startsWith("AssumeRole@")).hasSize(1);
    assertThat(aws.requests())
        .filteredOn(request -> !request.body().contains("Action=AssumeRole"))
        .extracting(request -> request.header("x-amz-security-token").orElse("none"))
        .containsOnly("role-token");
  }

  @Test
  void theSecretItselfIsNeverSent() throws ProviderException {
    try (Provider provider = Cloud.provider(aws)) {
      assertThat(provider.offers().offers()).isNotEmpty();
    }
    assertThat(aws.requests())
        .isNotEmpty()
        .extracting(ApiRequest::toString)
        .noneMatch(request -> request.contains(Cloud.SECRET));
  }

  @Test
  void noThreadOutlivesTheProvider() throws ProviderException {
    Set<Thread> before = sdkThreads();
    try (Provider provider = Cloud.provider(aws)) {
      assertThat(provider.offers().offers()).isNotEmpty();
    }
    assertThat(sdkThreads().stream().filter(it -> !before.contains(it)).filter(it -> !ends(it)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "regions, 'US East', tradewind.aws.regions",
    "endpoint, http://aws.example.org, use https",
    "endpoint, ftp://aws.example.org, tradewind.aws.endpoint",
    "time-limit, soon, PT30S",
    "capacity-blocks, -24, whole number",
    "enabled, perhaps, true or false",
    "families, 'p,5', families",
    "secret-access-key, '', secret-access-key is missing"
  })
  void aSettingThatCannotBeIsNamed(String key, String value, String told) {
    TestContext context = Cloud.context(aws, key, value);
    assertThatThrownBy(() -> Cloud.provider(context))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining(Cloud.SECRET);
  }

  private static Set<Thread> sdkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sdk-"))
        .collect(Collectors.toSet());
  }

  private static boolean ends(Thread thread) {
    try {
      thread.join(10_000);
      return !thread.isAlive();
    } catch (InterruptedException e) {
      throw new AssertionError("The test was interrupted.", e);
    }
  }
}
