package io.tradewind.adapters.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import com.azure.core.management.exception.ManagementError;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Secret;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names what Azure answered by the broker's next move: by Azure's own error code where it has one,
 * else by the status.
 *
 * @param secrets what no message may hold
 */
record AzureFaults(ProviderId provider, List<Secret> secrets) {
  private static final int LONGEST = 300;
  private static final int HTTP_UNAUTHORIZED = 401;
  private static final Pattern STATUS = Pattern.compile("status code:? ([45]\\d\\d)");

  private static final Set<String> NO_CAPACITY =
      Set.of(
          "SkuNotAvailable",
          "AllocationFailed",
          "ZonalAllocationFailed",
          "OverconstrainedAllocationRequest",
          "OverconstrainedZonalAllocationRequest",
          "AllocationTimeout",
          "SpotCapacityUnavailable",
          "InsufficientCapacity");

  private static final Set<String> THROTTLED =
      Set.of("TooManyRequests", "SubscriptionRequestsThrottled", "ResourceRequestsThrottled");

  private static final Set<String> REFUSED =
      Set.of(
          "AuthenticationFailed",
          "AuthorizationFailed",
          "LinkedAuthorizationFailed",
          "ExpiredAuthenticationToken",
          "InvalidAuthenticationToken",
          "InvalidAuthenticationTokenTenant",
          "InvalidSubscriptionId",
          "SubscriptionNotFound",
          "ReadOnlyDisabledSubscription");

  /** That also never show these. */
  AzureFaults keeping(Secret... more) {
    return new AzureFaults(provider, Stream.concat(secrets.stream(), Stream.of(more)).toList());
  }

  /**
   * Of a call that makes something. An answer that cannot be read leaves open whether it was made,
   * so the call is to be repeated.
   */
  ProviderException ofMaking(String what, Throwable thrown) {
    ProviderException failure = of(what, thrown);
    boolean isRefused = status(thrown).filter(status -> status >= 400).isPresent();
    return isRefused || failure.fault() != Fault.UNEXPECTED
        ? failure
        : new ProviderException(provider, Fault.UNREACHABLE, what + " had no readable answer");
  }

  /** Of a machine that was accepted and then failed. */
  ProviderException ofMachine(String what, String code, String text) {
    String message = "%s failed with %s: %s".formatted(what, code, clean(text));
    return new ProviderException(provider, fault(code, text, 409, false), message);
  }

  /** A failure that no answer of Azure's tells of. */
  ProviderException of(Fault fault, String message) {
    return new ProviderException(provider, fault, message);
  }

  static Optional<Integer> status(Throwable thrown) {
    return first(chain(thrown), HttpResponseException.class)
        .flatMap(answer -> Optional.ofNullable(answer.getResponse()))
        .map(HttpResponse::getStatusCode);
  }

  /**
   * @param what the call, such as {@code Usages of eastus}
   */
  ProviderException of(String what, Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    Optional<MsalThrottlingException> held = first(chain, MsalThrottlingException.class);
    if (held.isPresent()) {
      Duration wait = Duration.ofMillis(Math.max(0, held.get().retryInMs()));
      return failure(Fault.THROTTLED, what, "is throttled", thrown, Optional.of(wait));
    }
    Optional<HttpResponseException> answer =
        first(chain, HttpResponseException.class).filter(it -> it.getResponse() != null);
    if (answer.isPresent()) {
      return answered(what, answer.get(), last(chain));
    }
    Optional<MsalServiceException> signIn = first(chain, MsalServiceException.class);
    if (signIn.isPresent()) {
      return refused(what, signIn.get());
    }
    if (chain.stream().anyMatch(AzureFaults::isLost)) {
      return failure(Fault.UNREACHABLE, what, "had no whole answer", thrown, Optional.empty());
    }
    boolean isWithoutCredentials =
        first(chain, ClientAuthenticationException.class).isPresent()
            || first(chain, FileSystemException.class).isPresent();
    return isWithoutCredentials
        ? failure(Fault.CREDENTIALS_REFUSED, what, "was not possible", thrown, Optional.empty())
        : failure(Fault.UNEXPECTED, what, "failed", last(chain), Optional.empty());
  }

  private ProviderException answered(String what, HttpResponseException thrown, Throwable deepest) {
    HttpResponse response = thrown.getResponse();
    if (response.getStatusCode() < 400) {
      return failure(
          Fault.UNEXPECTED, what, "was not answered as expected", deepest, Optional.empty());
    }
    Optional<Duration> wait = AzurePatience.retryAfter(response);
    Optional<ManagementError> error =
        thrown.getValue() instanceof ManagementError told ? Optional.of(told) : Optional.empty();
    String code = error.map(ManagementError::getCode).orElse("without a code");
    String text = error.map(ManagementError::getMessage).orElseGet(() -> told(thrown));
    Fault fault = fault(code, text, response.getStatusCode(), wait.isPresent());
    String message =
        "%s was answered %d %s: %s".formatted(what, response.getStatusCode(), code, clean(text));
    // Not with its cause, whose message may quote the request.
    return new ProviderException(provider, fault, message, wait, null);
  }

  static Fault fault(String code, String text, int status, boolean asksToWait) {
    if (NO_CAPACITY.contains(code)) {
      return Fault.NO_CAPACITY;
    }
    boolean isQuota = text.toLowerCase(Locale.ROOT).contains("quota");
    if (code.contains("QuotaExceeded") || (code.equals("OperationNotAllowed") && isQuota)) {
      return Fault.QUOTA_EXCEEDED;
    }
    if (THROTTLED.contains(code) || status == 429 || (status == 503 && asksToWait)) {
      return Fault.THROTTLED;
    }
    if (REFUSED.contains(code) || status == 401 || status == 403) {
      return Fault.CREDENTIALS_REFUSED;
    }
    return status >= 500 || status == 408 ? Fault.UNREACHABLE : Fault.UNEXPECTED;
  }

  /** Whatever the sign-in answers is a refusal, unless its status says that it was not heard. */
  private ProviderException refused(String what, MsalServiceException answer) {
    int status =
        Optional.ofNullable(answer.statusCode())
            .or(() -> statusInWords(told(answer)))
            .orElse(HTTP_UNAUTHORIZED);
    Fault named = fault("", "", status, false);
    Fault fault = named == Fault.UNEXPECTED ? Fault.CREDENTIALS_REFUSED : named;
    return failure(fault, what, "was answered %d".formatted(status), answer, Optional.empty());
  }

  /** Of an answer without a body, MSAL tells the status in its message alone. */
  private static Optional<Integer> statusInWords(String message) {
    Matcher matcher = STATUS.matcher(message);
    return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  private ProviderException failure(
      Fault fault, String what, String how, Throwable thrown, Optional<Duration> wait) {
    return new ProviderException(
        provider, fault, "%s %s: %s".formatted(what, how, clean(told(thrown))), wait, null);
  }

  /** Whether the connection broke or was silent, as opposed to an answer that makes no sense. */
  private static boolean isLost(Throwable thrown) {
    // A parser's complaint is an IOException too, and so is a token file's absence.
    boolean isOurs =
        thrown.getClass().getName().contains(".json.") || thrown instanceof FileSystemException;
    return thrown instanceof TimeoutException || (thrown instanceof IOException && !isOurs);
  }

  private static String told(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage()).orElse(thrown.getClass().getSimpleName());
  }

  private static Throwable last(List<Throwable> chain) {
    return chain.get(chain.size() - 1);
  }

  private static <T> Optional<T> first(List<Throwable> chain, Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private static List<Throwable> chain(@Nullable Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable at = thrown; at != null && !chain.contains(at); at = at.getCause()) {
      chain.add(at);
    }
    return chain;
  }

  private String clean(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    for (Secret secret : secrets) {
      line = line.replace(secret.reveal(), secret.toString());
    }
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
