package io.tradewind.agent;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The address at which a cloud tells a machine of itself. Nobody answers where there is none. */
final class MetadataService {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(LIMIT)
          .build();
  private final URI address;

  MetadataService(URI address) {
    this.address = address;
  }

  /** An answer, whatever its status. */
  record Answer(int status, String flavor, String body) {
    boolean isOk() {
      return status == 200;
    }
  }

  /** Empty where nobody answers in time. */
  Optional<Answer> ask(String method, String path, Map<String, String> headers)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(request::header);
    try {
      HttpResponse<String> reply =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String flavor = reply.headers().firstValue("Metadata-Flavor").orElse("");
      return Optional.of(new Answer(reply.statusCode(), flavor, reply.body()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
