package io.tradewind.agent;

import io.tradewind.api.agent.LeaseWork;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a workload on this machine, again and again, whether it is ready. Never waits for the
 * answer.
 */
final class Readiness {
  private static final long EVERY_MICROS = TimeUnit.SECONDS.toMicros(2);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final URI where;
  private long askedAtMicros = -EVERY_MICROS;
  private volatile @Nullable Boolean ready;

  private Readiness(URI where) {
    this.where = where;
  }

  /** Empty for what has no readiness to be asked for. */
  static Optional<Readiness> of(LeaseWork.@Nullable Run run) {
    LeaseWork.Service service = run == null ? null : run.service();
    return service == null || service.readiness() == null
        ? Optional.empty()
        : Optional.of(
            new Readiness(
                URI.create(
                    "http://127.0.0.1:%d%s".formatted(service.port(), service.readiness()))));
  }

  /**
   * Asks when it is time to.
   *
   * @return done when the answer is there; at once when nothing was asked
   */
  CompletableFuture<Void> tick(long uptimeMicros) {
    if (uptimeMicros - askedAtMicros < EVERY_MICROS) {
      return CompletableFuture.completedFuture(null);
    }
    askedAtMicros = uptimeMicros;
    HttpRequest request = HttpRequest.newBuilder(where).timeout(PATIENCE).build();
    return HTTP.sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .handle((answer, failure) -> failure == null && answer.statusCode() / 100 == 2)
        .thenAccept(answer -> ready = answer);
  }

  /** Null before the first answer. */
  @Nullable Boolean isReady() {
    return ready;
  }
}
