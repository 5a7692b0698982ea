package io.tradewind.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.api.AccountKind;
import io.tradewind.api.AccountKind.Field;
import io.tradewind.api.AccountReport;
import io.tradewind.api.AccountReport.Right;
import io.tradewind.api.AccountReport.Verdict;
import io.tradewind.api.Provider;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.testkit.TestContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an organization connects, and what a check of it says in words. */
class AwsAccountTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/tradewind";
  private static final AccountKind.Names NAMES =
      new AccountKind.Names("tradewind-1a2b3c4d", "tradewind-of-the-organization");

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
  void anAccountThatMayDoAllIsEnough() throws ProviderException {
    AccountReport report = check();
    assertThat(report.identity()).isEqualTo("arn:aws:iam::111122223333:user/reader");
    assertThat(report.isEnough()).isTrue();
    assertThat(report.missing()).isEmpty();
    assertThat(verdict(report, "ec2:RunInstances")).isEqualTo(Verdict.GRANTED);
    assertThat(verdict(report, "ec2:TerminateInstances")).isEqualTo(Verdict.UNKNOWN);
    assertThat(aws.region("us-east-1").compute().living()).isEmpty();
  }

  @Test
  void aMissingRightIsNamedInTheSellersWords() throws ProviderException {
    aws.fail(
        "RunInstances",
        9,
        FakeAws.queryError(403, "UnauthorizedOperation", "You are not authorized"));
    AccountReport report = check();
    assertThat(report.isEnough()).isFalse();
    assertThat(report.missing().orElseThrow())
        .startsWith("Missing: ec2:RunInstances")
        .contains("You are not authorized");
  }

  @Test
  void whatOnlySparesQuestionsIsNotInTheWay() throws ProviderException {
    aws.fail(
        "ListServiceQuotas", 9, FakeAws.jsonError(400, "AccessDeniedException", "not allowed"));
    AccountReport report = check();
    assertThat(verdict(report, "servicequotas:ListServiceQuotas")).isEqualTo(Verdict.MISSING);
    assertThat(report.isEnough()).isTrue();
  }

  @Test
  void refusedCredentialsAreNoReport() {
    aws.fail("GetCallerIdentity", 9, FakeAws.stsError(403, "InvalidClientTokenId", "unknown"));
    assertThat(failure().fault()).isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void silenceIsNoMissingRight() {
    aws.fail("DescribeSubnets", 99, FakeAws.queryError(503, "Unavailable", "later"));
    assertThat(failure().fault()).isEqualTo(Fault.UNREACHABLE);
  }

  @Test
  void aRoleIsAssumedWithTheExternalIdOfTheOrganization() throws ProviderException {
    aws.demanding("ours");
    AccountReport report = check("role-arn", ROLE, "external-id", "ours");
    assertThat(verdict(report, "sts:ExternalId")).isEqualTo(Verdict.GRANTED);
    assertThat(report.isEnough()).isTrue();
  }

  @Test
  void aRoleThatAnybodyCouldNameIsNotEnough() throws ProviderException {
    AccountReport report = check("role-arn", ROLE, "external-id", "ours");
    assertThat(report.missing().orElseThrow())
        .contains("sts:ExternalId", "can be assumed without it", "trust policy");
  }

  @Test
  void aRoleOfAnotherOrganizationIsRefused() {
    aws.demanding("theirs");
    assertThat(failure("role-arn", ROLE, "external-id", "ours").fault())
        .isEqualTo(Fault.CREDENTIALS_REFUSED);
  }

  @Test
  void rolesAreOfferedWhereTheOperatorHasNamedWhomTheyTrust() {
    assertThat(keys(Optional.empty())).doesNotContain("role-arn").contains("access-key-id");
    assertThat(keys(Optional.of("arn:aws:iam::999:role/broker"))).contains("role-arn");
    assertThat(kind(Optional.empty()).externalId()).isEmpty();
  }

  @Test
  void theGrantsNameTheBrokerAndTheExternalId() {
    List<AccountKind.Grant> grants =
        kind(Optional.of("arn:aws:iam::999:role/broker")).grants().apply(NAMES);
    assertThat(grants.get(0).text())
        .contains("\"aws:RequestTag/tradewind:broker\": \"tradewind-1a2b3c4d\"")
        .contains("\"ec2:ResourceTag/tradewind:broker\": \"tradewind-1a2b3c4d\"")
        .doesNotContain("\"tradewind\"");
    assertThat(grants.get(1).text())
        .contains("arn:aws:iam::999:role/broker", "tradewind-of-the-organization");
  }

  @Test
  void noAccountInheritsCredentials() {
    assertThat(kind(Optional.empty()).inherited())
        .doesNotContain(
            "access-key-id", "secret-access-key", "session-token", "profile", "role-arn");
  }

  private List<String> keys(Optional<String> principal) {
    return kind(principal).fields().stream().map(Field::key).toList();
  }

  private static AccountKind kind(Optional<String> principal) {
    AwsFactory factory = new AwsFactory();
    TestContext context = TestContext.of(factory);
    principal.ifPresent(arn -> context.set("principal", arn));
    return factory.account(context).orElseThrow();
  }

  private AccountReport check(String... more) throws ProviderException {
    try (Provider provider = Cloud.provider(aws, more)) {
      return provider.check();
    }
  }

  private ProviderException failure(String... more) {
    ProviderException failure = catchThrowableOfType(ProviderException.class, () -> check(more));
    return Optional.ofNullable(failure)
        .orElseThrow(() -> new AssertionError("The check should have failed."));
  }

  private static Verdict verdict(AccountReport report, String right) {
    return report.rights().stream()
        .filter(it -> it.name().equals(right))
        .map(Right::verdict)
        .findFirst()
        .orElseThrow(() -> new AssertionError(right + " is not in " + report.rights()));
  }
}
