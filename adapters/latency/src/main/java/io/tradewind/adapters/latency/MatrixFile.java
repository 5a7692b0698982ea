package io.tradewind.adapters.latency;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A text file from a path or an http(s) address, packed or not. */
final class MatrixFile {
  /** A thousand regions, each to each, are about fifty million bytes. */
  private static final int MOST_BYTES = 64 << 20;

  private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

  private MatrixFile() {}

  static List<String> lines(ProviderId reader, String where) throws ProviderException {
    try (InputStream stream = unpacked(open(reader, where))) {
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ProviderException(
            reader, Fault.UNEXPECTED, name(where) + " has more than 64 MiB. Leave pairs out.");
      }
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      String message = "%s cannot be read: %s".formatted(name(where), e);
      throw new ProviderException(reader, Fault.UNREACHABLE, message, e);
    }
  }

  /** Without the folders or the host and the query, which may be nobody's business. */
  static String name(String where) {
    String path = isAddress(where) ? URI.create(where).getPath() : where;
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static boolean isAddress(String where) {
    return where.startsWith("http://") || where.startsWith("https://");
  }

  private static InputStream open(ProviderId reader, String where)
      throws IOException, ProviderException {
    if (!isAddress(where)) {
      return Files.newInputStream(Path.of(where));
    }
    HttpRequest request = HttpRequest.newBuilder(URI.create(where)).timeout(TIME_LIMIT).build();
    try {
      HttpResponse<InputStream> reply =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(TIME_LIMIT)
              .build()
              .send(request, BodyHandlers.ofInputStream());
      if (reply.statusCode() == 200) {
        return reply.body();
      }
      reply.body().close();
      throw new ProviderException(
          reader, fault(reply.statusCode()), name(where) + ": the answer is " + reply.statusCode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Fault fault(int status) {
    return switch (status) {
      case 401, 403 -> Fault.CREDENTIALS_REFUSED;
      case 429, 503 -> Fault.THROTTLED;
      case 404, 410 -> Fault.UNEXPECTED;
      default -> Fault.UNREACHABLE;
    };
  }

  private static InputStream unpacked(InputStream stream) throws IOException {
    byte[] start = stream.readNBytes(2);
    boolean packed = start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), stream);
    return packed ? new GZIPInputStream(whole) : whole;
  }
}
