package io.tradewind.adapters.aws;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The account that is asked: its credentials and the way out. A region's clients are made for one
 * reading and closed after it, so nothing of the SDK lives on between readings but this.
 */
final class AwsSession implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** The price list and the identity are asked there, whatever region they are about. */
  private static final Region HOME = Region.US_EAST_1;

  private final AwsSettings settings;
  private final CallPatience patience;
  private final AwsFaults faults;
  private final SdkHttpClient http;
  private final List<SdkAutoCloseable> own = new ArrayList<>();
  private final AwsCredentialsProvider base;
  private final AwsCredentialsProvider credentials;

  AwsSession(ProviderId provider, AwsSettings settings, CallPatience patience) {
    this.settings = settings;
    this.patience = patience;
    faults = new AwsFaults(provider, secrets(settings));
    http = http(settings);
    own.add(http);
    base = baseCredentials();
    credentials = credentials();
  }

  AwsRegion open(String region) {
    Region at = Region.of(region);
    return new AwsRegion(
        region,
        faults,
        configured(Ec2Client.builder(), at).build(),
        configured(PricingClient.builder(), HOME).build(),
        configured(ServiceQuotasClient.builder(), at).build());
  }

  /** For starting and stopping in a region. */
  AwsCompute compute(String region) {
    return new AwsCompute(
        region, faults, configured(Ec2Client.builder(), Region.of(region)).build());
  }

  /** The regions that are enabled for the account, in which a machine of ours could be. */
  List<String> enabledRegions() throws ProviderException {
    try (AwsCompute home = compute(settings.regions().get(0))) {
      return home.regions();
    }
  }

  void requireIdentity() throws ProviderException {
    String unused = identity();
  }

  /**
   * As whom AWS knows us. Needs no permission, so it fails only when the credentials themselves are
   * refused, or AWS cannot be reached at all.
   */
  String identity() throws ProviderException {
    try (StsClient sts = configured(StsClient.builder(), HOME).build()) {
      return String.valueOf(sts.getCallerIdentity().arn());
    } catch (SdkException e) {
      throw faults.of("GetCallerIdentity", e);
    }
  }

  /**
   * Whether the role is refused to whoever comes with another external id; empty where no external
   * id is set.
   */
  Optional<Boolean> roleDemandsExternalId() throws ProviderException {
    if (settings.roleArn().isEmpty() || settings.externalId().isEmpty()) {
      return Optional.empty();
    }
    try (StsClient sts = configured(StsClient.builder(), HOME, base).build()) {
      sts.assumeRole(
          it ->
              it.roleArn(settings.roleArn().orElseThrow())
                  .roleSessionName("tradewind-check")
                  .externalId("not-" + settings.externalId().orElseThrow()));
      return Optional.of(false);
    } catch (SdkException e) {
      ProviderException refused = faults.of("AssumeRole", e);
      if (refused.fault() != Fault.CREDENTIALS_REFUSED) {
        throw refused;
      }
      return Optional.of(true);
    }
  }

  /**
   * Whether a refusal is about the credentials rather than about one region, which may not be
   * enabled for the account, or one permission.
   */
  boolean isRefusedEverywhere(ProviderException refused) {
    if (refused.fault() != Fault.CREDENTIALS_REFUSED) {
      return false;
    }
    try {
      requireIdentity();
      return false;
    } catch (ProviderException e) {
      return e.fault() == Fault.CREDENTIALS_REFUSED;
    }
  }

  @Override
  public void close() {
    for (int i = own.size() - 1; i >= 0; i--) {
      IoUtils.closeQuietlyV2(own.get(i), null);
    }
    own.clear();
  }

  @Override
  public String toString() {
    return settings.endpoint().map(it -> "AWS at " + it).orElse("AWS");
  }

  private AwsCredentialsProvider credentials() {
    if (settings.roleArn().isEmpty()) {
      return base;
    }
    StsClient sts = configured(StsClient.builder(), HOME, base).build();
    StsAssumeRoleCredentialsProvider role =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(
                it ->
                    it.roleArn(settings.roleArn().orElseThrow())
                        .roleSessionName("tradewind")
                        .externalId(settings.externalId().orElse(null)))
            .build();
    own.add(sts);
    own.add(role);
    return role;
  }

  private AwsCredentialsProvider baseCredentials() {
    if (settings.accessKey().isPresent()) {
      return StaticCredentialsProvider.create(
          settings.accessKey().map(AwsSession::credentials).orElseThrow());
    }
    if (settings.profile().isPresent()) {
      ProfileCredentialsProvider profile =
          ProfileCredentialsProvider.create(settings.profile().orElseThrow());
      own.add(profile);
      return profile;
    }
    DefaultCredentialsProvider found = DefaultCredentialsProvider.builder().build();
    own.add(found);
    return found;
  }

  private static AwsCredentials credentials(AwsSettings.AccessKey key) {
    String secret = key.secret().reveal();
    return key.sessionToken().isPresent()
        ? AwsSessionCredentials.create(
            key.id(), secret, key.sessionToken().map(Secret::reveal).orElseThrow())
        : AwsBasicCredentials.create(key.id(), secret);
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, Region region) {
    return configured(builder, region, credentials);
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, Region region, AwsCredentialsProvider as) {
    settings.endpoint().ifPresent(builder::endpointOverride);
    return builder
        .region(region)
        .credentialsProvider(as)
        .httpClient(http)
        .overrideConfiguration(
            it ->
                it.retryStrategy(patience.strategy())
                    .apiCallTimeout(settings.callLimit().multipliedBy(patience.tries()))
                    .apiCallAttemptTimeout(settings.callLimit()));
  }

  private static SdkHttpClient http(AwsSettings settings) {
    // A fake on this machine is never behind a proxy.
    boolean isReal = settings.endpoint().isEmpty();
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECT_LIMIT)
        .socketTimeout(settings.callLimit())
        .proxyConfiguration(
            ProxyConfiguration.builder()
                .useSystemPropertyValues(isReal)
                .useEnvironmentVariablesValues(isReal)
                .build())
        .build();
  }

  private static List<Secret> secrets(AwsSettings settings) {
    return settings.accessKey().stream()
        .flatMap(key -> Stream.concat(Stream.of(key.secret()), key.sessionToken().stream()))
        .toList();
  }
}
