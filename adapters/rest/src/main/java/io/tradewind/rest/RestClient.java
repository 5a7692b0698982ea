package io.tradewind.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Provisioner;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Calls one JSON API and waits for the answer. Every failure is a {@link ProviderException} that
 * names the broker's next move and holds the evidence, never the key.
 */
public final class RestClient {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final ProviderId provider;
  private final URI base;
  private final Optional<Credential> credential;
  private final RestLimits limits;
  private final Patience patience;
  private final Optional<Dialect> dialect;
  private final HttpClient http;

  public RestClient(
      ProviderId provider,
      URI base,
      Optional<Credential> credential,
      RestLimits limits,
      Patience patience) {
    this(provider, base, credential, limits, patience, Optional.empty());
  }

  private RestClient(
      ProviderId provider,
      URI base,
      Optional<Credential> credential,
      RestLimits limits,
      Patience patience,
      Optional<Dialect> dialect) {
    this.provider = provider;
    this.base = base;
    this.credential = credential;
    this.limits = limits;
    this.patience = patience;
    this.dialect = dialect;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(limits.connect())
            // A redirect would carry the key to wherever it points.
            .followRedirects(
                credential.isPresent() ? HttpClient.Redirect.NEVER : HttpClient.Redirect.NORMAL);
    Optional.ofNullable(ProxySelector.getDefault()).ifPresent(builder::proxy);
    this.http = builder.build();
  }

  public ProviderId provider() {
    return provider;
  }

  public URI base() {
    return base;
  }

  /** The same API with another patience. */
  public RestClient with(Patience other) {
    return new RestClient(provider, base, credential, limits, other, dialect);
  }

  /**
   * The same API for what makes something: asked once, and given up after {@link
   * io.tradewind.api.Provisioner#LONGEST_REQUEST}, whatever longer time is allowed for lists.
   */
  public RestClient making() {
    Duration whole = limits.whole();
    boolean isLonger = whole.compareTo(Provisioner.LONGEST_REQUEST) > 0;
    return new RestClient(
        provider,
        base,
        credential,
        limits.whole(isLonger ? Provisioner.LONGEST_REQUEST : whole),
        patience.once(),
        dialect);
  }

  /** How long a call may take, with all its tries and the waits between them. */
  Duration longestCall() {
    return limits
        .whole()
        .multipliedBy(patience.tries())
        .plus(patience.longest().multipliedBy(patience.tries() - 1L));
  }

  /** The same API with another key, such as one that was given out for half an hour. */
  public RestClient with(Credential other) {
    return new RestClient(provider, base, Optional.of(other), limits, patience, dialect);
  }

  /** The same API, whose requests are signed and whose failures are named by its own codes. */
  public RestClient with(Dialect other) {
    return new RestClient(provider, base, credential, limits, patience, Optional.of(other));
  }

  public Json get(String path) throws ProviderException {
    return read(Call.get(path), JsonReply::whole);
  }

  /** A reading as it arrives; the reader is run once, on an answer of 200. */
  public <T> T read(Call call, ReplyReader<T> reader) throws ProviderException {
    return ifChanged(call, reader)
        .orElseThrow(
            () -> failure(Fault.UNEXPECTED, evidence(call).of("answered 304, unasked"), null));
  }

  /** Empty when the API says that it has nothing, by one of {@link Call#nothing()}. */
  public <T> Optional<T> readIfAny(Call call, ReplyReader<T> reader) throws ProviderException {
    return ifChanged(call, reader);
  }

  /** Empty when the answer still is {@link Call#knownTag()}. */
  public <T> Optional<T> ifChanged(Call call, ReplyReader<T> reader) throws ProviderException {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(call, reader);
      } catch (Throttled throttled) {
        Optional<Duration> wait = patience.waitAfter(attempt, throttled.retryAfter);
        if (wait.isEmpty()) {
          throw new ProviderException(
              provider,
              Fault.THROTTLED,
              evidence(call).of("answered %d".formatted(throttled.status)),
              throttled.retryAfter,
              null);
        }
        pause(call, wait.get());
      }
    }
  }

  /**
   * The call behind a link that the API gave, such as the next page. A link to anywhere else is
   * refused: replies do not choose where we call.
   */
  public Call follow(String link) throws ProviderException {
    try {
      URI target = base.resolve(new URI(link.replace(" ", "%20")));
      if (origin(target).equals(origin(base))) {
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        String below = target.getRawPath().substring(rootPath(target).length());
        return Call.get(below + query);
      }
    } catch (java.net.URISyntaxException | IllegalArgumentException e) {
      throw failure(Fault.UNEXPECTED, "The link '%s' is no address.".formatted(link), e);
    }
    throw failure(Fault.UNEXPECTED, "The link '%s' leads elsewhere.".formatted(link), null);
  }

  @Override
  public String toString() {
    return base.toString();
  }

  private <T> Optional<T> once(Call call, ReplyReader<T> reader)
      throws ProviderException, Throttled {
    long began = System.nanoTime();
    HttpResponse<InputStream> response = send(call);
    Duration left = limits.whole().minusNanos(System.nanoTime() - began);
    try (BoundedBody body = new BoundedBody(response.body(), left, limits)) {
      if (response.statusCode() == 200 || call.done().contains(response.statusCode())) {
        return Optional.of(parse(call, response, body, reader));
      }
      if (response.statusCode() == 304 && call.knownTag().isPresent()) {
        return Optional.empty();
      }
      if (call.nothing().contains(response.statusCode())) {
        return Optional.empty();
      }
      throw refused(call, response, body);
    } catch (IOException e) {
      throw failure(Fault.UNREACHABLE, evidence(call).of("broke off: " + told(e)), e);
    }
  }

  private HttpResponse<InputStream> send(Call call) throws ProviderException {
    try {
      return http.send(request(call), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw failure(Fault.UNREACHABLE, evidence(call).of("had no answer: " + told(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Fault.UNREACHABLE, evidence(call).of("was interrupted"), e);
    }
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(call))
            .timeout(limits.whole())
            .method(call.method(), call.publisher())
            .header("Accept", call.accept())
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "tradewind");
    call.body().ifPresent(body -> request.header("Content-Type", "application/json"));
    call.headers().forEach(request::header);
    dialect.ifPresent(known -> known.sign(call, address(call)).forEach(request::header));
    call.knownTag().ifPresent(tag -> request.header("If-None-Match", tag));
    credential.ifPresent(
        known -> known.header().ifPresent(name -> request.header(name, known.value())));
    return request.build();
  }

  private URI address(Call call) {
    String text = base.toString();
    String path = credential.map(known -> known.signed(call.path())).orElse(call.path());
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }

  private <T> T parse(
      Call call, HttpResponse<InputStream> response, BoundedBody body, ReplyReader<T> reader)
      throws ProviderException, IOException, Throttled {
    try {
      return reader.read(
          new JsonReply(plain(response, body), response.headers().firstValue("ETag")));
    } catch (ToldFailure e) {
      throw named(e.fault(), 200, evidence(call).of("answered " + e.detail()));
    } catch (RefusedRow e) {
      throw failure(
          Fault.UNEXPECTED, evidence(call).of("has changed, " + e.detail(), body.begin()), null);
    } catch (JsonProcessingException e) {
      // Its message may quote the reply, so it is cleaned and not kept as the cause.
      String what = "answered 200 with broken JSON (%s)".formatted(e.getOriginalMessage());
      throw failure(Fault.UNEXPECTED, evidence(call).of(what, body.begin()), null);
    } catch (BoundedBody.TooLong e) {
      throw failure(Fault.UNEXPECTED, evidence(call).of(told(e), body.begin()), e);
    }
  }

  private static InputStream plain(HttpResponse<InputStream> response, BoundedBody body)
      throws IOException {
    boolean isZipped =
        response.headers().firstValue("Content-Encoding").stream().anyMatch("gzip"::equals);
    return isZipped ? new GZIPInputStream(body) : body;
  }

  private ProviderException refused(Call call, HttpResponse<InputStream> response, BoundedBody body)
      throws IOException, Throttled {
    int status = response.statusCode();
    Optional<Duration> retryAfter = retryAfter(response);
    if (status == TOO_MANY_REQUESTS || (status == UNAVAILABLE && retryAfter.isPresent())) {
      throw new Throttled(status, retryAfter);
    }
    String begin = new String(plain(response, body).readNBytes(1_000), StandardCharsets.UTF_8);
    String told = evidence(call).of("answered %d".formatted(status), begin);
    Fault fault = dialect.flatMap(it -> it.fault(status, begin)).orElse(fault(status));
    return named(fault, status, told);
  }

  /** An API that throttles by a code of its own is waited for as if it had answered 429. */
  private ProviderException named(Fault fault, int status, String told) throws Throttled {
    if (fault == Fault.THROTTLED) {
      throw new Throttled(status, Optional.empty());
    }
    return failure(fault, told, null);
  }

  private static Fault fault(int status) {
    if (status == 401 || status == 403) {
      return Fault.CREDENTIALS_REFUSED;
    }
    return status >= 500 || status == 408 ? Fault.UNREACHABLE : Fault.UNEXPECTED;
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

  private void pause(Call call, Duration wait) throws ProviderException {
    try {
      patience.pause().take(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Fault.THROTTLED, evidence(call).of("was interrupted while it waited"), e);
    }
  }

  private ProviderException failure(
      Fault fault, String message, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ProviderException(provider, fault, message, Optional.empty(), cause);
  }

  private Evidence evidence(Call call) {
    return new Evidence(call, credential);
  }

  /** The first message down the causes: a refused connection has none of its own. */
  private static String told(Throwable failed) {
    for (Throwable at = failed; at != null; at = at.getCause()) {
      if (at.getMessage() != null && !at.getMessage().isBlank()) {
        return at.getMessage();
      }
    }
    return failed.getClass().getSimpleName();
  }

  private static String origin(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = address.getPort() < 0 ? usual : address.getPort();
    return "%s://%s:%d".formatted(scheme, address.getHost(), port);
  }

  /** The part of the path that {@link #address} puts in front again. */
  private String rootPath(URI target) {
    String root = base.getRawPath() == null ? "" : base.getRawPath();
    String bare = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    return target.getRawPath().startsWith(bare + "/") ? bare : "";
  }

  /** Makes something of a reply. */
  @FunctionalInterface
  public interface ReplyReader<T> {
    T read(JsonReply reply) throws IOException, RefusedRow;
  }

  private static final class Throttled extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient Optional<Duration> retryAfter;

    Throttled(int status, Optional<Duration> retryAfter) {
      super(null, null, false, false);
      this.status = status;
      this.retryAfter = retryAfter;
    }
  }
}
