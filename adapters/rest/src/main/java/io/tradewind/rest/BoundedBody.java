package io.tradewind.rest;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A body of at most so many bytes and so much time, which remembers how it began. */
final class BoundedBody extends FilterInputStream {
  private static final int REMEMBERED = 2_000;

  private final ByteArrayOutputStream begin = new ByteArrayOutputStream();
  private final RestLimits limits;
  private final CompletableFuture<Void> watchdog;
  private volatile boolean isLate;
  private long count;

  BoundedBody(InputStream body, Duration left, RestLimits limits) {
    super(body);
    this.limits = limits;
    // Closing the connection wakes a reader that waits for a stalled server.
    watchdog =
        CompletableFuture.runAsync(
            this::giveUp,
            CompletableFuture.delayedExecutor(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS));
  }

  String begin() {
    return begin.toString(StandardCharsets.UTF_8);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(buffer, offset, length);
    } catch (IOException e) {
      throw isLate ? late(e) : e;
    }
    if (isLate) {
      throw late(null);
    }
    remember(buffer, offset, read);
    if (count > limits.bytes()) {
      throw new TooLong("the body is longer than %d bytes".formatted(limits.bytes()));
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    watchdog.cancel(false);
    super.close();
  }

  private void remember(byte[] buffer, int offset, int read) {
    count += Math.max(0, read);
    int room = Math.min(read, REMEMBERED - begin.size());
    if (room > 0) {
      begin.write(buffer, offset, room);
    }
  }

  private void giveUp() {
    isLate = true;
    try {
      in.close();
    } catch (IOException e) {
      // The reader meets the same failure, and reports it.
      throw new UncheckedIOException(e);
    }
  }

  private IOException late(@org.jspecify.annotations.Nullable IOException cause) {
    HttpTimeoutException late =
        new HttpTimeoutException("the body took longer than %s".formatted(limits.whole()));
    if (cause != null) {
      late.initCause(cause);
    }
    return late;
  }

  /** A body without end, or one that no API of this kind would send. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(String message) {
      super(message);
    }
  }
}
