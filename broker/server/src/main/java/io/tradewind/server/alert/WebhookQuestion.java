package io.tradewind.server.alert;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tradewind.server.alert.WebhookAddress.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Asks an address of a user something, and waits for the answer: signed as messages to webhooks
 * are, to the very address that was judged, without redirects, bounded in time and length.
 */
public final class WebhookQuestion implements AutoCloseable {
  /** Longer answers are cut off by giving up. */
  static final int LONGEST_ANSWER = 16_384;

  private final HttpClient client;
  private final WebhookAddress addresses;

  /**
   * @param inside whether private addresses and plain http are allowed, by a setting
   */
  public WebhookQuestion(Vertx vertx, boolean inside) {
    addresses = new WebhookAddress(inside);
    client =
        vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false).setMaxHeaderSize(8_192));
  }

  /** What was answered, whole. */
  public record Answer(int status, String body) {}

  /** Why there is no answer, as the end of a sentence. */
  public static final class UnansweredException extends Exception {
    private static final long serialVersionUID = 1L;

    UnansweredException(String why) {
      super(why);
    }
  }

  /**
   * @param limit for all of it
   * @return fails with {@link UnansweredException}, and with nothing else
   */
  public Uni<Answer> ask(String url, String secret, String body, Duration limit, Instant now) {
    Map<String, String> signed = Map.of(Signature.HEADER, Signature.of(secret, now, body));
    return call(HttpMethod.POST, url, signed, body, limit);
  }

  /**
   * The same of something that wants no signature, with headers of its own.
   *
   * @param body empty for none
   */
  public Uni<Answer> call(
      HttpMethod method, String url, Map<String, String> headers, String body, Duration limit) {
    return Uni.createFrom()
        .item(() -> judged(url))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(to -> sent(method, to, headers, body, limit))
        .ifNoItem()
        .after(limit)
        .failWith(
            () -> new UnansweredException("no answer within %d ms".formatted(limit.toMillis())))
        .onFailure(failure -> !(failure instanceof UnansweredException))
        .transform(failure -> new UnansweredException(why(failure)));
  }

  @Override
  public void close() {
    Future<Void> unused = client.close();
  }

  private record Judged(URI url, InetAddress address) {}

  /** Blocks while the name is looked up. */
  private Judged judged(String text) {
    try {
      URI url = addresses.parse(text);
      return new Judged(url, addresses.resolve(url));
    } catch (RefusedException e) {
      throw new NotCalledException(e);
    }
  }

  private static final class NotCalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotCalledException(RefusedException cause) {
      super("it is not called: " + cause.getMessage(), cause);
    }
  }

  private static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static String why(Throwable failure) {
    if (failure instanceof NotCalledException) {
      return String.valueOf(failure.getMessage());
    }
    return failure instanceof TooLongException
        ? "its answer is longer than %d bytes".formatted(LONGEST_ANSWER)
        : "there was no answer, or no safe connection";
  }

  private Uni<Answer> sent(
      HttpMethod method, Judged to, Map<String, String> headers, String body, Duration limit) {
    RequestOptions options =
        WebhookSender.options(to.url(), to.address(), limit)
            .setMethod(method)
            .setConnectTimeout(limit.toMillis());
    headers.forEach(options::putHeader);
    return Uni.createFrom()
        .completionStage(
            () ->
                client
                    .request(options)
                    .compose(request -> body.isEmpty() ? request.send() : request.send(body))
                    .compose(WebhookQuestion::read)
                    .toCompletionStage());
  }

  private static Future<Answer> read(HttpClientResponse response) {
    Promise<Answer> answer = Promise.promise();
    Buffer read = Buffer.buffer();
    response.exceptionHandler(answer::tryFail);
    response.handler(
        chunk -> {
          if (read.length() + chunk.length() > LONGEST_ANSWER) {
            answer.tryFail(new TooLongException());
            response.request().reset();
          } else {
            read.appendBuffer(chunk);
          }
        });
    response.endHandler(
        end ->
            answer.tryComplete(
                new Answer(response.statusCode(), read.toString(StandardCharsets.UTF_8))));
    return answer.future();
  }
}
