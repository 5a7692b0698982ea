package io.tradewind.adapters.gcp;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names a failure of Google's clients by the broker's next move. */
final class GoogleFaults {
  // Google says 403 for a request too many, and 400 for a key or a grant that it does not accept.
  private static final Pattern TOO_MANY =
      Pattern.compile("rateLimitExceeded|RATE_LIMIT_EXCEEDED|RESOURCE_EXHAUSTED");
  private static final Pattern REFUSED = Pattern.compile("API_KEY_INVALID|invalid_grant|API key");
  private static final int LONGEST_EVIDENCE = 300;

  private static final Pattern NO_CAPACITY =
      Pattern.compile(
          "ZONE_RESOURCE_POOL_EXHAUSTED|STOCKOUT|stockout|no more capacity|VM_MIN_COUNT_NOT_REACHED"
              + "|INSUFFICIENT_CAPACITY|Insufficient (reserved )?capacity|does not have enough resources");
  private static final Pattern TOO_OFTEN =
      Pattern.compile("rateLimitExceeded|RATE_LIMIT_EXCEEDED|RATE_EXCEEDED|per minute");
  private static final Pattern NO_QUOTA =
      Pattern.compile("quotaExceeded|QUOTA_EXCEEDED|[Qq]uota limit");
  private static final Pattern NOT_NOW =
      Pattern.compile("resourceNotReady|RESOURCE_NOT_READY|INTERNAL_ERROR|RESOURCE_IN_USE");

  private final List<Secret> secrets;

  /**
   * @param secret what an answer may repeat and a message must not
   */
  GoogleFaults(Optional<Secret> secret) {
    this(secret.stream().toList());
  }

  private GoogleFaults(List<Secret> secrets) {
    this.secrets = secrets;
  }

  /** That also never show these. */
  GoogleFaults keeping(Secret... more) {
    return new GoogleFaults(Stream.concat(secrets.stream(), Stream.of(more)).toList());
  }

  /**
   * Of a call that makes or ends something. Whether an answer that cannot be read means that it was
   * done is unknown, so the call is to be repeated.
   */
  ProviderException nameChange(String call, ApiException failure) {
    ProviderException named = name(call, failure);
    String evidence = String.valueOf(named.getMessage());
    boolean isAnswered = first(chain(failure), HttpResponseException.class).isPresent();
    boolean isGrpc = failure.getStatusCode().getTransportCode() instanceof Status.Code;
    Fault fault = change(evidence).orElse(named.fault());
    if (fault == Fault.UNEXPECTED && !isAnswered && !isGrpc) {
      fault = Fault.UNREACHABLE;
    }
    return fault == named.fault()
        ? named
        : new ProviderException(
            GcpProvider.ID,
            fault,
            evidence.substring((GcpProvider.ID + ": ").length()),
            named.retryAfter(),
            null);
  }

  /** Of an operation that was accepted and then failed. */
  ProviderException ofOperation(String call, String evidence) {
    return of(change(evidence).orElse(Fault.UNEXPECTED), "%s failed: %s".formatted(call, evidence));
  }

  /** A failure that no answer of Google's tells of. */
  ProviderException of(Fault fault, String message) {
    return new ProviderException(GcpProvider.ID, fault, scrubbed(message));
  }

  static boolean isStatus(ApiException failure, int status) {
    return first(chain(failure), HttpResponseException.class)
        .filter(reply -> reply.getStatusCode() == status)
        .isPresent();
  }

  private static Optional<Fault> change(String evidence) {
    if (NO_CAPACITY.matcher(evidence).find()) {
      return Optional.of(Fault.NO_CAPACITY);
    }
    if (TOO_OFTEN.matcher(evidence).find()) {
      return Optional.of(Fault.THROTTLED);
    }
    if (NO_QUOTA.matcher(evidence).find()) {
      return Optional.of(Fault.QUOTA_EXCEEDED);
    }
    if (NOT_NOW.matcher(evidence).find()) {
      return Optional.of(Fault.UNREACHABLE);
    }
    return Optional.empty();
  }

  /**
   * @param call what was asked, for people
   */
  ProviderException name(String call, ApiException failure) {
    List<Throwable> chain = chain(failure);
    if (failure.getStatusCode().getTransportCode() instanceof Status.Code code) {
      return overGrpc(call, failure, code, chain);
    }
    Optional<HttpResponseException> reply = first(chain, HttpResponseException.class);
    Optional<Duration> wait = reply.flatMap(GoogleFaults::retryAfter);
    String evidence = reply.map(GoogleFaults::evidence).orElseGet(() -> deepest(chain));
    return new ProviderException(
        GcpProvider.ID,
        fault(failure, chain, reply, wait.isPresent()),
        "%s failed: %s".formatted(call, scrubbed(evidence)),
        wait,
        isClean(chain) ? failure : null);
  }

  private ProviderException overGrpc(
      String call, ApiException failure, Status.Code code, List<Throwable> chain) {
    return new ProviderException(
        GcpProvider.ID,
        fault(code),
        "%s failed: %s".formatted(call, scrubbed("%s %s".formatted(code, deepest(chain)))),
        retryDelay(failure),
        isClean(chain) ? failure : null);
  }

  private static Fault fault(Status.Code code) {
    return switch (code) {
      case RESOURCE_EXHAUSTED -> Fault.THROTTLED;
      case UNAUTHENTICATED, PERMISSION_DENIED -> Fault.CREDENTIALS_REFUSED;
      case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, ABORTED, CANCELLED -> Fault.UNREACHABLE;
      case OK,
          UNKNOWN,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          DATA_LOSS ->
          Fault.UNEXPECTED;
    };
  }

  private static Optional<Duration> retryDelay(ApiException failure) {
    return Optional.ofNullable(failure.getErrorDetails())
        .flatMap(details -> Optional.ofNullable(details.getRetryInfo()))
        .map(info -> Duration.ofSeconds(info.getRetryDelay().getSeconds()));
  }

  private static Fault fault(
      ApiException failure,
      List<Throwable> chain,
      Optional<HttpResponseException> reply,
      boolean asksToWait) {
    if (reply.isPresent()) {
      return fault(reply.get().getStatusCode(), evidence(reply.get()), asksToWait);
    }
    if (failure.getStatusCode().getCode() == StatusCode.Code.DEADLINE_EXCEEDED) {
      return Fault.UNREACHABLE;
    }
    boolean isRubbish = first(chain, InvalidProtocolBufferException.class).isPresent();
    boolean isLost = first(chain, IOException.class).isPresent();
    return isLost && !isRubbish ? Fault.UNREACHABLE : Fault.UNEXPECTED;
  }

  private static Fault fault(int status, String body, boolean asksToWait) {
    if (status == 429 || (status == 503 && asksToWait)) {
      return Fault.THROTTLED;
    }
    if (status == 403 && TOO_MANY.matcher(body).find()) {
      return Fault.THROTTLED;
    }
    if (status == 401 || status == 403 || (status == 400 && REFUSED.matcher(body).find())) {
      return Fault.CREDENTIALS_REFUSED;
    }
    return status == 408 || status >= 500 ? Fault.UNREACHABLE : Fault.UNEXPECTED;
  }

  private static Optional<Duration> retryAfter(HttpResponseException reply) {
    String seconds = String.valueOf(reply.getHeaders().getRetryAfter());
    return seconds.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
        : Optional.empty();
  }

  private static String evidence(HttpResponseException reply) {
    return "%d %s".formatted(reply.getStatusCode(), String.valueOf(reply.getContent()));
  }

  private static String deepest(List<Throwable> chain) {
    Throwable last = chain.get(chain.size() - 1);
    return last.getClass().getSimpleName() + ": " + last.getMessage();
  }

  private String scrubbed(String text) {
    String clean = line(text);
    for (Secret secret : secrets) {
      clean = clean.replace(line(secret.reveal()), secret.toString());
    }
    return clean.length() <= LONGEST_EVIDENCE ? clean : clean.substring(0, LONGEST_EVIDENCE) + "…";
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private boolean isClean(List<Throwable> chain) {
    return chain.stream()
        .map(link -> line(String.valueOf(link.getMessage())))
        .noneMatch(text -> secrets.stream().anyMatch(it -> text.contains(line(it.reveal()))));
  }

  private static <T> Optional<T> first(List<Throwable> chain, Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable link = failure; link != null && !chain.contains(link); link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }
}
