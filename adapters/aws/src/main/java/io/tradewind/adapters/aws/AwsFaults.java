package io.tradewind.adapters.aws;

import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Names what AWS answered by the broker's next move.
 *
 * @param secrets what no message may hold: a refused signature is answered with the request's
 *     headers
 */
record AwsFaults(ProviderId provider, List<Secret> secrets) {
  private static final int LONGEST = 300;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private static final Set<String> THROTTLED =
      Set.of(
          "RequestLimitExceeded",
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "TooManyRequestsException",
          "EC2ThrottledException",
          "SlowDown",
          "BandwidthLimitExceeded",
          "PriorRequestNotComplete");

  private static final Set<String> REFUSED =
      Set.of(
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "UnauthorizedOperation",
          "AccessDenied",
          "AccessDeniedException",
          "OptInRequired",
          "Blocked",
          "PendingVerification");

  private static final Set<String> UNREACHABLE =
      Set.of(
          "InternalError",
          "InternalFailure",
          "InternalErrorException",
          "ServiceUnavailable",
          "Unavailable",
          "RequestTimeout",
          // Made a moment ago, and not yet known everywhere.
          "InvalidGroup.NotFound",
          "InvalidInstanceID.NotFound");

  private static final Set<String> NO_CAPACITY =
      Set.of(
          "InsufficientInstanceCapacity",
          "InsufficientCapacity",
          "InsufficientHostCapacity",
          "InsufficientReservedInstanceCapacity",
          "ReservationCapacityExceeded",
          "UnfulfillableCapacity",
          "SpotMaxPriceTooLow",
          "InsufficientFreeAddressesInSubnet",
          "InsufficientVolumeCapacity",
          // This type is not made in this zone, or not sold to this account.
          "Unsupported",
          "VolumeTypeNotAvailableInZone");

  private static final Set<String> QUOTA =
      Set.of(
          "VcpuLimitExceeded",
          "InstanceLimitExceeded",
          "MaxSpotInstanceCountExceeded",
          "MaxSpotFleetRequestCountExceeded",
          "VolumeLimitExceeded",
          "MaxIOPSLimitExceeded",
          "NetworkInterfaceLimitExceeded",
          "SecurityGroupLimitExceeded",
          "SecurityGroupsPerInterfaceLimitExceeded",
          "AddressLimitExceeded");

  /** That also never show these. */
  AwsFaults keeping(Secret... more) {
    return new AwsFaults(provider, Stream.concat(secrets.stream(), Stream.of(more)).toList());
  }

  static boolean is(SdkException thrown, String code) {
    return thrown instanceof AwsServiceException answered && code(answered).equals(code);
  }

  /** A failure that no answer of AWS tells of. */
  ProviderException of(Fault fault, String message) {
    return new ProviderException(provider, fault, message);
  }

  /**
   * Whether a repetition within the same call may help. A long wait that AWS asks for is the
   * broker's business: it is passed on.
   */
  static boolean isWorthRepeating(Throwable thrown) {
    if (!(thrown instanceof AwsServiceException answered)) {
      return isLost(thrown);
    }
    Optional<Duration> wait = retryAfter(answered);
    Fault fault = fault(answered, wait);
    return wait.orElse(Duration.ZERO).compareTo(LONGEST_WAIT) <= 0
        && (fault == Fault.THROTTLED
            || fault == Fault.UNREACHABLE
            || answered.isClockSkewException());
  }

  static boolean isThrottling(Throwable thrown) {
    return thrown instanceof AwsServiceException answered
        && (answered.isThrottlingException() || THROTTLED.contains(code(answered)));
  }

  /**
   * @param what the call, such as {@code DescribeInstanceTypes in eu-west-1}
   */
  ProviderException of(String what, SdkException thrown) {
    if (thrown instanceof AwsServiceException answered) {
      return answered(what, answered);
    }
    boolean isLost = isLost(thrown);
    boolean isWithoutCredentials = String.valueOf(thrown.getMessage()).contains("load credentials");
    Fault fault =
        isLost
            ? Fault.UNREACHABLE
            : isWithoutCredentials ? Fault.CREDENTIALS_REFUSED : Fault.UNEXPECTED;
    String told = isLost ? "had no whole answer" : "failed";
    String message = "%s %s: %s".formatted(what, told, clean(thrown.getMessage()));
    // The cause may quote the reply.
    return new ProviderException(provider, fault, message);
  }

  /**
   * Of a call that makes something. An answer that cannot be read leaves open whether it was made,
   * so the call is to be repeated.
   */
  ProviderException ofMaking(String what, SdkException thrown) {
    ProviderException failure = of(what, thrown);
    boolean isAnswered = thrown instanceof AwsServiceException;
    return isAnswered || failure.fault() != Fault.UNEXPECTED
        ? failure
        : new ProviderException(provider, Fault.UNREACHABLE, what + " had no readable answer");
  }

  private ProviderException answered(String what, AwsServiceException answered) {
    String message =
        "%s was answered %d %s: %s"
            .formatted(what, answered.statusCode(), code(answered), clean(text(answered)));
    Optional<Duration> wait = retryAfter(answered);
    // Not with its cause, whose message may quote the request's headers.
    return new ProviderException(provider, fault(answered, wait), message, wait, null);
  }

  private static Fault fault(AwsServiceException answered, Optional<Duration> wait) {
    String code = code(answered);
    int status = answered.statusCode();
    if (NO_CAPACITY.contains(code)) {
      // Before the status, which is 500.
      return Fault.NO_CAPACITY;
    }
    if (QUOTA.contains(code)) {
      return Fault.QUOTA_EXCEEDED;
    }
    if (isThrottling(answered) || status == 429 || (status == 503 && wait.isPresent())) {
      return Fault.THROTTLED;
    }
    if (REFUSED.contains(code) || status == 401 || status == 403) {
      return Fault.CREDENTIALS_REFUSED;
    }
    boolean isTheirs = status >= 500 || status == 408 || UNREACHABLE.contains(code);
    return isTheirs ? Fault.UNREACHABLE : Fault.UNEXPECTED;
  }

  /** Whether the connection broke or was silent, as opposed to an answer that makes no sense. */
  private static boolean isLost(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      boolean isTimeOut =
          at instanceof ApiCallTimeoutException
              || at instanceof ApiCallAttemptTimeoutException
              || at instanceof AbortedException;
      // A parser's complaint is an IOException too.
      boolean isParser = at.getClass().getName().contains(".jackson.");
      if (isTimeOut || (at instanceof IOException && !isParser)) {
        return true;
      }
    }
    return false;
  }

  private static String code(AwsServiceException answered) {
    return details(answered).map(AwsErrorDetails::errorCode).orElse("without a code");
  }

  private static String text(AwsServiceException answered) {
    return details(answered).map(AwsErrorDetails::errorMessage).orElse("");
  }

  private static Optional<AwsErrorDetails> details(AwsServiceException answered) {
    return Optional.ofNullable(answered.awsErrorDetails());
  }

  /** Seconds only: the form as a date would need the server's clock to be right. */
  private static Optional<Duration> retryAfter(AwsServiceException answered) {
    return details(answered)
        .map(AwsErrorDetails::sdkHttpResponse)
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private String clean(@org.jspecify.annotations.Nullable String text) {
    String line = String.valueOf(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    for (Secret secret : secrets) {
      line = line.replace(secret.reveal(), secret.toString());
    }
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
