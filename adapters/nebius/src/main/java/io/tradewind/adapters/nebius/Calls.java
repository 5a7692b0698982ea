package io.tradewind.adapters.nebius;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Calls Nebius over gRPC and waits; every failure is named by the broker's next move. */
final class Calls implements AutoCloseable {
  private static final int LARGEST_REPLY = 16 << 20;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> PUSHBACK_MILLIS =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private final Function<String, URI> addresses;
  private final Duration limit;
  private final Map<URI, ManagedChannel> channels = new ConcurrentHashMap<>();

  /**
   * @param addresses where a service is
   * @param limit of one call
   */
  Calls(Function<String, URI> addresses, Duration limit) {
    this.addresses = addresses;
    this.limit = limit;
  }

  Wire call(Method method, Optional<Secret> token, Wire request) throws ProviderException {
    ManagedChannel channel =
        channels.computeIfAbsent(addresses.apply(method.service()), Calls::channel);
    Metadata headers = new Metadata();
    token.ifPresent(known -> headers.put(AUTHORIZATION, "Bearer " + known.reveal()));
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return Wire.parse(
          ClientCalls.blockingUnaryCall(
              ClientInterceptors.intercept(
                  channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
              method.descriptor(),
              options,
              request.bytes()));
    } catch (StatusRuntimeException e) {
      throw failure(method, e);
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(method, e);
    }
  }

  /** For a reply whose inside cannot be read either. */
  static ProviderException unreadable(Method method, InvalidProtocolBufferException cause) {
    return new ProviderException(
        NebiusProvider.ID,
        Fault.UNEXPECTED,
        "%s answered what is no message: %s".formatted(name(method), cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }

  private static ManagedChannel channel(URI address) {
    boolean isPlain = "http".equals(address.getScheme());
    int port = address.getPort() < 0 ? 443 : address.getPort();
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(address.getHost(), port)
            .maxInboundMessageSize(LARGEST_REPLY)
            .userAgent("tradewind")
            // A call that fails is told at once; the feed knows when to come back.
            .disableRetry();
    return (isPlain ? builder.usePlaintext() : builder.useTransportSecurity()).build();
  }

  private static ProviderException failure(Method method, StatusRuntimeException e) {
    Status status = e.getStatus();
    String told = Optional.ofNullable(status.getDescription()).orElse("");
    return new ProviderException(
        NebiusProvider.ID,
        fault(status.getCode()),
        "%s answered %s: %s".formatted(name(method), status.getCode(), told),
        pushback(Optional.ofNullable(e.getTrailers())),
        e);
  }

  private static Fault fault(Status.Code code) {
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

  private static Optional<Duration> pushback(Optional<Metadata> trailers) {
    return trailers
        .map(known -> known.get(PUSHBACK_MILLIS))
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofMillis(Long.parseLong(text)));
  }

  private static String name(Method method) {
    return method.descriptor().getFullMethodName();
  }
}
