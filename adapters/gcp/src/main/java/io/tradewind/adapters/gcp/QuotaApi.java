package io.tradewind.adapters.gcp;

import com.google.auth.oauth2.GoogleCredentials;
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
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The Cloud Quotas API, as plain REST: Google has no other list of what a project may run. */
final class QuotaApi {
  private static final int MOST_PAGES = 50;

  private final String path;
  private final URI address;
  private final Duration limit;
  private final GoogleCredentials credentials;

  QuotaApi(String project, URI address, Duration limit, GoogleCredentials credentials) {
    path =
        "/v1/projects/%s/locations/global/services/tpu.googleapis.com/quotaInfos"
            .formatted(project);
    this.address = address;
    this.limit = limit;
    this.credentials = credentials;
  }

  TpuQuotas tpus() throws ProviderException {
    RestClient client = client();
    Map<String, Map<String, Long>> limits = new HashMap<>();
    Optional<String> token = Optional.of("");
    for (int page = 1; token.isPresent(); page++) {
      if (page > MOST_PAGES) {
        throw new ProviderException(
            GcpProvider.ID,
            Fault.UNEXPECTED,
            "The quotas have more than %d pages.".formatted(MOST_PAGES));
      }
      token = client.read(page(token.get()), reply -> read(reply.whole(), limits));
    }
    return new TpuQuotas(limits);
  }

  private static Optional<String> read(Json page, Map<String, Map<String, Long>> limits)
      throws RefusedRow {
    // An empty list is left out.
    if (page.has("quotaInfos")) {
      for (Json quota : page.items("quotaInfos")) {
        TpuQuotas.read(quota, limits);
      }
    }
    return page.optionalText("nextPageToken");
  }

  private Call page(String token) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("pageSize", "1000");
    if (!token.isEmpty()) {
      parameters.put("pageToken", token);
    }
    return Call.get(path, parameters);
  }

  /** With a token that is good now. */
  private RestClient client() throws ProviderException {
    try {
      credentials.refreshIfExpired();
    } catch (IOException e) {
      throw new ProviderException(
          GcpProvider.ID, Fault.UNREACHABLE, "No token was had for the quotas.", e);
    }
    return new RestClient(
        GcpProvider.ID,
        address,
        Optional.of(Credential.bearer(new Secret(credentials.getAccessToken().getTokenValue()))),
        RestLimits.STANDARD.whole(limit),
        io.tradewind.rest.Patience.standard());
  }
}
