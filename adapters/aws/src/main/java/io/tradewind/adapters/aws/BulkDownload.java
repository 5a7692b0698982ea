package io.tradewind.adapters.aws;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.rest.RefusedRow;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one region's file of the public price list. The file is hundreds of megabytes and is
 * never kept, neither in memory nor on disk.
 *
 * @param limit the longest download
 */
record BulkDownload(ProviderId feed, URI base, Duration limit, Predicate<String> isWantedType) {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int LONGEST_SILENCE_MILLIS = 20_000;

  /** A file, and the server's name of its version. */
  record Version(BulkList list, Optional<String> tag) {}

  /** A page where a price can be looked up. */
  URI address(String region) {
    return URI.create("%s/offers/v1.0/aws/AmazonEC2/current/%s/index.csv".formatted(base, region));
  }

  /**
   * The file as it is now.
   *
   * @param known the version at hand
   * @param isKeptAnyway leaves a newer version for later
   * @return empty when the version at hand stays
   */
  Optional<Version> read(String region, Optional<String> known, boolean isKeptAnyway)
      throws ProviderException {
    HttpURLConnection connection = open(region, known);
    try {
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_NOT_MODIFIED && known.isPresent()) {
        return Optional.empty();
      }
      if (status != HttpURLConnection.HTTP_OK) {
        throw refused(region, connection, status);
      }
      if (isKeptAnyway) {
        return Optional.empty();
      }
      Optional<String> tag = Optional.ofNullable(connection.getHeaderField("ETag"));
      return Optional.of(new Version(list(connection), tag));
    } catch (RefusedRow | BoundedLines.TooLong e) {
      String message = "the price list of %s has changed: %s".formatted(region, e.getMessage());
      throw new ProviderException(feed, Fault.UNEXPECTED, message, e);
    } catch (IOException e) {
      String message =
          "the price list of %s had no whole answer: %s".formatted(region, e.getMessage());
      throw new ProviderException(feed, Fault.UNREACHABLE, message, e);
    } finally {
      // Not left open for another request: the rest of a file may be long.
      connection.disconnect();
    }
  }

  private HttpURLConnection open(String region, Optional<String> known) throws ProviderException {
    try {
      HttpURLConnection connection = (HttpURLConnection) address(region).toURL().openConnection();
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout((int) Math.min(LONGEST_SILENCE_MILLIS, limit.toMillis()));
      connection.setRequestProperty("User-Agent", "tradewind");
      known.ifPresent(tag -> connection.setRequestProperty("If-None-Match", tag));
      return connection;
    } catch (IOException e) {
      throw new ProviderException(
          feed, Fault.UNREACHABLE, "the price list of %s: %s".formatted(region, e), e);
    }
  }

  private BulkList list(HttpURLConnection connection) throws IOException, RefusedRow {
    try (Counted file =
        new Counted(connection.getInputStream(), connection.getContentLengthLong(), limit)) {
      return BulkList.read(file, isWantedType);
    }
  }

  private ProviderException refused(String region, HttpURLConnection connection, int status) {
    Optional<Duration> wait = retryAfter(connection.getHeaderField("Retry-After"));
    boolean isThrottled = status == 429 || (status == 503 && wait.isPresent());
    Fault fault =
        isThrottled
            ? Fault.THROTTLED
            : status == 401 || status == 403
                ? Fault.CREDENTIALS_REFUSED
                : status >= 500 || status == 408 ? Fault.UNREACHABLE : Fault.UNEXPECTED;
    String message = "the price list of %s was answered %d".formatted(region, status);
    return new ProviderException(feed, fault, message, wait, null);
  }

  private static Optional<Duration> retryAfter(@Nullable String header) {
    return Optional.ofNullable(header)
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** A body that fails when it ends before its announced length, or takes too long. */
  private static final class Counted extends FilterInputStream {
    private final long announced;
    private final Duration limit;
    private final long end;
    private long count;

    /**
     * @param announced -1 when it was not
     */
    Counted(InputStream body, long announced, Duration limit) {
      super(body);
      this.announced = announced;
      this.limit = limit;
      end = System.nanoTime() + limit.toNanos();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (System.nanoTime() - end >= 0) {
        throw new IOException("it took longer than %s".formatted(limit));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("it was interrupted");
      }
      int read = super.read(buffer, offset, length);
      count += Math.max(0, read);
      if (read < 0 && announced >= 0 && count < announced) {
        throw new IOException("it ended after %d of %d bytes".formatted(count, announced));
      }
      return read;
    }
  }
}
