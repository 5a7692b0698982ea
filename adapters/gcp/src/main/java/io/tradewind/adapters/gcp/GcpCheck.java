package io.tradewind.adapters.gcp;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.tradewind.api.AccountReport;
import io.tradewind.api.AccountReport.Right;
import io.tradewind.api.AccountReport.Verdict;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import io.tradewind.rest.Call;
import io.tradewind.rest.Credential;
import io.tradewind.rest.Json;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import io.tradewind.rest.RestLimits;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which permissions of the role the credentials have on the project: Google tells all at once. */
final class GcpCheck {
  /** They spare questions, or make gangs; single machines are started without them too. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "cloudquotas.quotas.get",
          "compute.acceleratorTypes.list",
          "compute.firewalls.create",
          "compute.firewalls.delete",
          "compute.firewalls.list",
          "compute.instances.setTags",
          "compute.machineTypes.list",
          "compute.networks.updatePolicy",
          "compute.regionOperations.get",
          "compute.regions.list",
          "compute.resourcePolicies.create",
          "compute.resourcePolicies.delete",
          "compute.resourcePolicies.use",
          "tpu.acceleratortypes.list",
          "tpu.locations.list",
          "tpu.nodes.list");

  private final String project;
  private final GcpSettings settings;
  private final GoogleCredentials credentials;

  GcpCheck(String project, GcpSettings settings, GoogleCredentials credentials) {
    this.project = project;
    this.settings = settings;
    this.credentials = credentials;
  }

  AccountReport report() throws ProviderException {
    List<String> asked = GcpAccount.permissions();
    Call call =
        Call.post(
            "/v1/projects/%s:testIamPermissions".formatted(project), Map.of("permissions", asked));
    Set<String> granted = client().read(call, reply -> granted(reply.whole()));
    return new AccountReport(
        identity(), asked.stream().map(name -> right(name, granted)).toList(), List.of());
  }

  /** An empty list is left out. */
  private static Set<String> granted(Json reply) throws RefusedRow {
    return reply.has("permissions") ? new HashSet<>(reply.texts("permissions")) : Set.of();
  }

  private static Right right(String name, Set<String> granted) {
    boolean is = granted.contains(name);
    return new Right(
        name,
        is ? Verdict.GRANTED : Verdict.MISSING,
        !OPTIONAL.contains(name),
        is ? "granted on the project" : "add it to the role that the account has on the project");
  }

  private String identity() {
    return credentials instanceof ServiceAccountCredentials key
        ? key.getClientEmail()
        : "project " + project;
  }

  private RestClient client() throws ProviderException {
    return new RestClient(
        GcpProvider.ID,
        settings.projectEndpoint(),
        Optional.of(Credential.bearer(new Secret(token()))),
        RestLimits.STANDARD.whole(settings.timeLimit()),
        io.tradewind.rest.Patience.standard());
  }

  /** Google answers a key that is gone with 400, which the library calls not worth repeating. */
  private String token() throws ProviderException {
    try {
      credentials.refreshIfExpired();
      return credentials.getAccessToken().getTokenValue();
    } catch (IOException e) {
      boolean mayPass = e instanceof com.google.auth.Retryable retryable && retryable.isRetryable();
      boolean isLost = !(e instanceof com.google.auth.Retryable);
      throw new ProviderException(
          GcpProvider.ID,
          mayPass || isLost ? Fault.UNREACHABLE : Fault.CREDENTIALS_REFUSED,
          "No token was had with these credentials.");
    }
  }
}
