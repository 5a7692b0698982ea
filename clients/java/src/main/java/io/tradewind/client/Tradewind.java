package io.tradewind.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a broker is, and in whose name it is asked. Give {@link #connect()} to the classes of
 * {@code io.tradewind.client.api}.
 *
 * @param token an API token, or what an issuer vouches with; never shown
 * @param organization by id or alias, for who belongs to several
 * @param project by id; what is made belongs to it
 */
public record Tradewind(
    URI address, String token, Optional<String> organization, Optional<String> project) {
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration TO_ANSWER = Duration.ofSeconds(60);

  public Tradewind {
    if (address.getHost() == null) {
      throw new IllegalArgumentException(
          "The broker's address is %s. Write it whole: https://compute.example.org."
              .formatted(address));
    }
    if (token.isBlank()) {
      throw new IllegalArgumentException(
          "The token is blank. Maybe TRADEWIND_TOKEN is not set: tradewind token create makes one.");
    }
  }

  public static Tradewind at(URI address, String token) {
    return new Tradewind(address, token.strip(), Optional.empty(), Optional.empty());
  }

  public Tradewind forOrganization(String idOrAlias) {
    return new Tradewind(address, token, Optional.of(idOrAlias), project);
  }

  public Tradewind forProject(String id) {
    return new Tradewind(address, token, organization, Optional.of(id));
  }

  /** May be shared by threads. */
  public ApiClient connect() {
    ApiClient client = new ApiClient();
    client.updateBaseUri(address.toString().replaceAll("/+$", ""));
    client.setConnectTimeout(TO_CONNECT);
    client.setReadTimeout(TO_ANSWER);
    client.setRequestInterceptor(this::sign);
    return client;
  }

  @Override
  public String toString() {
    return "Tradewind[address=%s]".formatted(address);
  }

  private void sign(HttpRequest.Builder request) {
    request.header("Authorization", "Bearer " + token);
    organization.ifPresent(it -> request.header("Tradewind-Organization", it));
    project.ifPresent(it -> request.header("Tradewind-Project", it));
  }
}
