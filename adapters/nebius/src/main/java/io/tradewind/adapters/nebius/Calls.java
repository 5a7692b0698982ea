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
import io.tradewind.api.Provisioner;
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

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

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
    Duration most = method == Method.CREATE_INSTANCE ? longestRequest() : limit;
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(most.toMillis(), TimeUnit.MILLISECONDS);
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

  /** How long a machine may be asked for. */
  Duration longestRequest() {
    return limit.compareTo(Provisioner.LONGEST_REQUEST) < 0 ? limit : Provisioner.LONGEST_REQUEST;
  }

  /** The status that a failure was told by; empty when it was none. */
  static Optional<Status.Code> code(ProviderException failure) {
    return failure.getCause() instanceof StatusRuntimeException told
        ? Optional.of(told.getStatus().getCode())
        : Optional.empty();
  }

  /** For a reply whose inside cannot be read either. */
  static ProviderException unreadable(Method method, InvalidProtocolBufferException cause) {
    return new ProviderException(
        NebiusProvider.ID,
        Fault.UNEXPECTED,
        "%s answered what is no message: %s".formatted(method, cause.getMessage()),
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
    Optional<Metadata> trailers = Optional.ofNullable(e.getTrailers());
    return new ProviderException(
        NebiusProvider.ID,
        trailers
            .flatMap(known -> Optional.ofNullable(known.get(DETAILS)))
            .map(Failures::fault)
            .orElseGet(() -> Failures.fault(status.getCode())),
        "%s answered %s: %s".formatted(method, status.getCode(), told),
        trailers.flatMap(Calls::pushback),
        e);
  }

  private static Optional<Duration> pushback(Metadata trailers) {
    return Optional.ofNullable(trailers.get(PUSHBACK_MILLIS))
        .filter(text -> text.matches("\\d{1,9}"))
        .map(text -> Duration.ofMillis(Long.parseLong(text)));
  }
}
