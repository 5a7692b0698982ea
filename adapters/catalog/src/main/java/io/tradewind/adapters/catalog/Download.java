package io.tradewind.adapters.catalog;

import io.tradewind.api.ProviderException.Fault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads a file over HTTP while it arrives, within a time limit for the whole. */
final class Download {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

  // One for all files: a client holds threads, and gives them back only when it is collected.
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .connectTimeout(LONGEST_CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private Download() {}

  static InputStream open(URI address, String shown, Duration timeLimit) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(timeLimit).GET().build();
    try {
      return body(CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream()), timeLimit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the download of %s was interrupted".formatted(shown), e);
    }
  }

  private static InputStream body(HttpResponse<InputStream> response, Duration timeLimit)
      throws IOException {
    int status = response.statusCode();
    if (status == 200) {
      return new LimitedStream(response.body(), timeLimit);
    }
    response.body().close();
    throw new Answer(status, retryAfter(response));
  }

  /** Seconds only: the form as a date would need the server's clock to be right. */
  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,6}"))
        .map(Long::parseLong)
        .map(Duration::ofSeconds);
  }

  /** The server did not give the file. */
  static final class Answer extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient Optional<Duration> retryAfter;

    Answer(int status, Optional<Duration> retryAfter) {
      super("the server answered %d".formatted(status));
      this.status = status;
      this.retryAfter = retryAfter;
    }

    Fault fault() {
      return switch (status) {
        case 401, 403 -> Fault.CREDENTIALS_REFUSED;
        case 429, 503 -> Fault.THROTTLED;
        default -> Fault.UNREACHABLE;
      };
    }

    Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /** Closes the connection at the limit, which wakes a reader that waits for a stalled server. */
  private static final class LimitedStream extends FilterInputStream {
    private final CompletableFuture<Void> watchdog;

    LimitedStream(InputStream body, Duration timeLimit) {
      super(body);
      watchdog =
          CompletableFuture.runAsync(
              () -> closeQuietly(body),
              CompletableFuture.delayedExecutor(timeLimit.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() throws IOException {
      watchdog.cancel(false);
      super.close();
    }

    private static void closeQuietly(InputStream body) {
      try {
        body.close();
      } catch (IOException e) {
        // The reader meets the same failure, and reports it.
        throw new UncheckedIOException(e);
      }
    }
  }
}
