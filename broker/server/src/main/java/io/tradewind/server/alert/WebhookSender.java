package io.tradewind.server.alert;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.alert.Delivery.Result;
import io.tradewind.server.alert.WebhookAddress.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends one message, once, to the address that was judged. Redirects are not followed, and of the
 * answer only the status is looked at.
 */
final class WebhookSender implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final int GONE = 410;

  private final HttpClient client;
  private final WebhookAddress addresses;
  private final Duration limit;

  WebhookSender(Vertx vertx, WebhookAddress addresses, Duration limit) {
    this.addresses = addresses;
    this.limit = limit;
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) limit.toMillis())
                .setMaxHeaderSize(8_192));
  }

  /** Blocks while the name is looked up; the answer never fails. */
  Uni<Result> send(Delivery delivery, Alert.Webhook to, Instant now) {
    URI url;
    InetAddress address;
    try {
      url = addresses.parse(to.url());
      address = addresses.resolve(url);
    } catch (RefusedException e) {
      return Uni.createFrom()
          .item(new Result.Failed(Optional.empty(), "Not sent: " + e.getMessage() + ".", true));
    }
    return Uni.createFrom()
        .completionStage(() -> post(delivery, to, url, address, now).toCompletionStage())
        .ifNoItem()
        .after(limit)
        .fail()
        .map(WebhookSender::result)
        .onFailure()
        .recoverWithItem(failure -> noAnswer());
  }

  @Override
  public void close() {
    Future<Void> unused = client.close();
  }

  private Future<Integer> post(
      Delivery delivery, Alert.Webhook to, URI url, InetAddress address, Instant now) {
    RequestOptions options =
        options(url, address, limit)
            .putHeader("Tradewind-Delivery", delivery.id().toString())
            .putHeader(Signature.HEADER, Signature.of(to.secret(), now, delivery.body()));
    return client
        .request(options)
        .compose(request -> request.send(delivery.body()))
        .map(WebhookSender::statusAlone);
  }

  /** A POST of JSON to the address that was judged. */
  static RequestOptions options(URI url, InetAddress address, Duration limit) {
    boolean https = url.getScheme().toLowerCase(Locale.ROOT).equals("https");
    int port = url.getPort() < 0 ? (https ? 443 : 80) : url.getPort();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
        .setHost(url.getHost())
        .setPort(port)
        .setSsl(https)
        .setURI(path + query)
        .setFollowRedirects(false)
        .setTimeout(limit.toMillis())
        .putHeader("Content-Type", "application/json")
        .putHeader("User-Agent", "Tradewind");
  }

  private static int statusAlone(HttpClientResponse response) {
    int status = response.statusCode();
    // The rest of the answer is nobody's business: its end, by our reset, is no failure.
    response.exceptionHandler(ended -> {});
    response.request().reset();
    return status;
  }

  private static Result result(int status) {
    return status >= 200 && status < 300
        ? new Result.Taken(status)
        : new Result.Failed(
            Optional.of(status), "The answer was %d.".formatted(status), status == GONE);
  }

  private static Result noAnswer() {
    return new Result.Failed(
        Optional.empty(), "There was no answer, or no safe connection.", false);
  }
}
