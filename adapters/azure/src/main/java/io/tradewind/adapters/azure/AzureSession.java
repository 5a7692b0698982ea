package io.tradewind.adapters.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.util.Context;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.azure.resourcemanager.compute.fluent.ComputeManagementClient;
import com.azure.resourcemanager.compute.fluent.models.ResourceSkuInner;
import com.azure.resourcemanager.compute.fluent.models.UsageInner;
import com.azure.resourcemanager.compute.implementation.ComputeManagementClientBuilder;
import com.azure.resourcemanager.resources.fluent.ResourceManagementClient;
import com.azure.resourcemanager.resources.implementation.ResourceManagementClientBuilder;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The subscription that is asked: its credentials, and the calls that are made with them. */
final class AzureSession {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofSeconds(1);
  // No list here has a tenth of it; a server that never ends would.
  private static final int MOST_PAGES = 100;
  private static final String ARM = AzureEnvironment.AZURE.getResourceManagerEndpoint();
  // As the pipeline asks for tokens; asked otherwise, the credential keeps another one beside.
  private static final TokenRequestContext SCOPE =
      new TokenRequestContext().addScopes(ARM + ".default").setCaeEnabled(true);

  /** The SDK logs what it throws, many lines each time; what is thrown tells it once. */
  private static final List<Logger> SDK_LOGS =
      List.of(Logger.getLogger("com.azure"), Logger.getLogger("com.microsoft.aad.msal4j"));

  static {
    // Whoever has set a level wants to see them.
    SDK_LOGS.stream().filter(log -> log.getLevel() == null).forEach(log -> log.setLevel(Level.OFF));
  }

  private final HttpClient transport;
  private final TokenCredential credential;
  private final ComputeManagementClient compute;
  private final ResourceManagementClient resources;
  private final AzureFaults faults;

  /** Calls nobody yet. */
  AzureSession(AzureSettings settings, HttpClient transport) {
    this.transport = transport;
    faults = new AzureFaults(AzureProvider.ID, secrets(settings.identity()));
    // Asked in two ways, Azure's credentials keep two tokens; asked in one, they keep one.
    credential = credential(settings.identity())::getToken;
    HttpPipeline pipeline =
        new HttpPipelineBuilder()
            .httpClient(transport)
            .policies(
                new RetryPolicy(new AzurePatience()),
                new BearerTokenAuthenticationPolicy(credential, SCOPE.getScopes().get(0)))
            .build();
    compute =
        new ComputeManagementClientBuilder()
            .pipeline(pipeline)
            .endpoint(ARM)
            .subscriptionId(settings.subscription())
            .buildClient();
    resources =
        new ResourceManagementClientBuilder()
            .pipeline(pipeline)
            .endpoint(ARM)
            .subscriptionId(settings.subscription())
            .defaultPollInterval(POLL)
            .buildClient();
  }

  /** For starting and stopping in a resource group. */
  AzureCompute machines(String resourceGroup) {
    return new AzureCompute(compute, resources, resourceGroup, faults);
  }

  /** The way out, on the JDK's own client. */
  static HttpClient transport(Duration callLimit) {
    return new JdkHttpClientBuilder()
        .connectionTimeout(CONNECT_LIMIT)
        .responseTimeout(callLimit)
        .readTimeout(callLimit)
        .build();
  }

  /** Fails when the credentials are refused; asks nobody while the last token is good. */
  void requireToken() throws ProviderException {
    call("Signing in", () -> credential.getTokenSync(SCOPE));
  }

  /** Hands over what the region lists, disks and all, while it arrives. */
  void sizes(String region, Consumer<ResourceSkuInner> reader) throws ProviderException {
    call(
        "ResourceSkus of " + region,
        () -> {
          int pages = 0;
          for (var page :
              compute
                  .getResourceSkus()
                  .list("location eq '%s'".formatted(region), null, Context.NONE)
                  .iterableByPage()) {
            requireAnEnd(++pages);
            page.getElements().forEach(reader);
          }
          return pages;
        });
  }

  /**
   * What whoever asks may do in the subscription, as JSON: lists of actions, and of what is not.
   */
  String permissions() throws ProviderException {
    String address =
        "%ssubscriptions/%s/providers/Microsoft.Authorization/permissions?api-version=2022-04-01"
            .formatted(ARM, resources.getSubscriptionId());
    return call(
        "Permissions",
        () -> {
          try (HttpResponse answer =
              resources
                  .getHttpPipeline()
                  .sendSync(new HttpRequest(HttpMethod.GET, address), Context.NONE)) {
            if (answer.getStatusCode() >= 400) {
              throw new HttpResponseException("Permissions", answer.buffer());
            }
            return String.valueOf(answer.getBodyAsString().block());
          }
        });
  }

  List<UsageInner> usages(String region) throws ProviderException {
    return call("Usages of " + region, () -> compute.getUsages().list(region).stream().toList());
  }

  private static void requireAnEnd(int pages) {
    if (pages > MOST_PAGES) {
      throw new IllegalStateException("more than %d pages".formatted(MOST_PAGES));
    }
  }

  private <T> T call(String what, Supplier<T> call) throws ProviderException {
    try {
      return call.get();
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ProviderException(AzureProvider.ID, Fault.UNREACHABLE, what + " was interrupted");
      }
      throw faults.of(what, e);
    }
  }

  private TokenCredential credential(AzureSettings.Identity identity) {
    if (identity instanceof AzureSettings.ServicePrincipal principal) {
      return configured(new ClientSecretCredentialBuilder())
          .tenantId(principal.tenant())
          .clientId(principal.client())
          .clientSecret(principal.secret().reveal())
          .build();
    }
    if (identity instanceof AzureSettings.WorkloadIdentity workload) {
      return configured(new WorkloadIdentityCredentialBuilder())
          .tenantId(workload.tenant())
          .clientId(workload.client())
          .tokenFilePath(workload.tokenFile().toString())
          .build();
    }
    ManagedIdentityCredentialBuilder builder = configured(new ManagedIdentityCredentialBuilder());
    if (identity instanceof AzureSettings.ManagedIdentity managed) {
      managed.client().ifPresent(builder::clientId);
    }
    return builder.build();
  }

  private <B extends CredentialBuilderBase<B>> B configured(B builder) {
    return builder.pipeline(
        new HttpPipelineBuilder()
            .httpClient(transport)
            .policies(new RetryPolicy(new AzurePatience()))
            .build());
  }

  private static List<Secret> secrets(AzureSettings.Identity identity) {
    return identity instanceof AzureSettings.ServicePrincipal principal
        ? List.of(principal.secret())
        : List.of();
  }
}
