package io.tradewind.adapters.nebius;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.tradewind.api.ProviderException.Fault;
import java.util.Optional;

/**
 * What a failed call or operation means. A status is of few codes; Nebius' own errors in its
 * details tell a limit, or that nothing is left, from too many calls.
 */
final class Failures {
  private static final int TOO_MANY_REQUESTS = 140;
  private static final int QUOTA_FAILURE = 141;
  private static final int NOT_ENOUGH_RESOURCES = 142;

  private Failures() {}

  /**
   * @param status a {@code google.rpc.Status}, as it arrived
   */
  static Fault fault(byte[] status) {
    try {
      return fault(Wire.parse(status));
    } catch (InvalidProtocolBufferException e) {
      return Fault.UNEXPECTED;
    }
  }

  static Fault fault(Wire status) throws InvalidProtocolBufferException {
    for (Wire detail : status.messages(3)) {
      Optional<Fault> told = told(detail.message(2));
      if (told.isPresent()) {
        return told.get();
      }
    }
    return fault(code(status));
  }

  /** Of a {@code google.rpc.Status}. */
  static Status.Code code(Wire status) {
    return Status.fromCodeValue((int) status.number(1)).getCode();
  }

  static Fault fault(Status.Code code) {
    return switch (code) {
      case UNAUTHENTICATED, PERMISSION_DENIED -> Fault.CREDENTIALS_REFUSED;
      case RESOURCE_EXHAUSTED -> Fault.THROTTLED;
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

  private static Optional<Fault> told(Wire error) {
    if (error.has(QUOTA_FAILURE)) {
      return Optional.of(Fault.QUOTA_EXCEEDED);
    }
    if (error.has(NOT_ENOUGH_RESOURCES)) {
      return Optional.of(Fault.NO_CAPACITY);
    }
    return error.has(TOO_MANY_REQUESTS) ? Optional.of(Fault.THROTTLED) : Optional.empty();
  }
}
