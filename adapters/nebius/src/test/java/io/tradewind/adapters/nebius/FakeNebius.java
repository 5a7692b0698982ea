package io.tradewind.adapters.nebius;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.tradewind.api.ProviderException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The calls over real gRPC on this machine, by the field numbers of the published definitions.
 * Those about machines are answered by somebody else; each of the others needs a token.
 */
final class FakeNebius implements AutoCloseable {
  static final String TENANT = "tenant-e00";

  private static final Set<Method> MACHINES =
      EnumSet.of(
          Method.LIST_INSTANCES,
          Method.CREATE_INSTANCE,
          Method.DELETE_INSTANCE,
          Method.LIST_IMAGES,
          Method.LIST_SUBNETS);

  private static final Context.Key<String> BEARER = Context.key("bearer");

  private final FakeTokens tokens;
  private final Server server;
  private final Map<String, String> projects = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, Map<String, Wire.Builder>> platforms = new LinkedHashMap<>();
  private final Map<String, String> prices = new LinkedHashMap<>();
  private final List<Wire.Builder> advice = new ArrayList<>();
  private final Deque<Runnable> script = new ArrayDeque<>();
  private final List<Method> asked = new ArrayList<>();
  private final Map<Method, Status> failing = new EnumMap<>(Method.class);
  private volatile boolean isSilent;
  private int pageSize = 100;
  private Beyond beyond =
      (method, bearer, request) -> {
        throw Status.UNIMPLEMENTED.asRuntimeException();
      };

  FakeNebius(InstantSource clock) {
    this.tokens = new FakeTokens(clock);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .intercept(new Bearer());
    Arrays.stream(Method.values())
        .collect(Collectors.groupingBy(method -> method.descriptor().getServiceName()))
        .forEach((name, methods) -> builder.addService(service(name, methods)));
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException("No port of this machine can be listened at.", e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  FakeNebius pagesOf(int size) {
    pageSize = size;
    return this;
  }

  FakeNebius hasProject(String id, String region) {
    return hasProject(id, "default-project-" + region, region);
  }

  FakeNebius hasProject(String id, String name, String region) {
    projects.put(id, region);
    names.put(id, name);
    return this;
  }

  /** Empty when there is no such project. */
  String region(String project) {
    return projects.getOrDefault(project, "");
  }

  /**
   * A platform of a region with one preset more.
   *
   * @param spot whether it may be preemptible
   */
  FakeNebius sells(String region, String platform, long gigabytes, boolean spot, Preset preset) {
    platforms
        .computeIfAbsent(region, it -> new LinkedHashMap<>())
        .put(
            platform + " " + preset.name(),
            Wire.message()
                .message(1, Wire.message().text(3, platform))
                .message(
                    2,
                    Wire.message()
                        .message(1, preset.wire())
                        .text(4, "some card")
                        .number(12, gigabytes))
                .message(3, Wire.message().number(3, spot ? 1 : 0)));
    return this;
  }

  FakeNebius priced(String platform, String preset, String price) {
    prices.put(platform + " " + preset, price);
    return this;
  }

  FakeNebius pricedSpot(String platform, String preset, String price) {
    prices.put(platform + " " + preset + " spot", price);
    return this;
  }

  /** Advice for regular machines of one fabric. */
  FakeNebius advises(
      String region, String platform, String preset, long state, long available, long limit) {
    advice.add(
        Wire.message()
            .message(
                2,
                Wire.message()
                    .text(1, region)
                    .text(2, "fabric-" + advice.size())
                    .message(
                        10,
                        Wire.message()
                            .text(1, platform)
                            .message(2, Wire.message().text(1, preset))))
            .message(
                3,
                Wire.message()
                    .message(
                        2, Wire.message().number(1, state).number(2, available).number(4, limit))));
    return this;
  }

  /** The next call fails with this status. */
  void failNext(Status status) {
    failNext(status, new Metadata());
  }

  void failNext(Status status, Metadata trailers) {
    script.add(
        () -> {
          throw new StatusRuntimeException(status, trailers);
        });
  }

  void failNext(Fault fault) {
    failNext(
        switch (fault) {
          case THROTTLED -> Status.RESOURCE_EXHAUSTED;
          case UNREACHABLE -> Status.UNAVAILABLE;
          case CREDENTIALS_REFUSED -> Status.UNAUTHENTICATED;
          case NO_CAPACITY, QUOTA_EXCEEDED, UNEXPECTED -> Status.FAILED_PRECONDITION;
        });
  }

  /** The next call of this kind fails with this status. */
  void failNextOf(Method method, Status status) {
    failing.put(method, status);
  }

  /** From now on nothing is answered. */
  void staysSilent() {
    isSilent = true;
  }

  /** The next call answers this instead of a message. */
  void answerNext(byte[] bytes) {
    script.add(
        () -> {
          throw new Answer(bytes);
        });
  }

  /** The token that was given out last is no longer known. */
  void forgetsItsTokens() {
    tokens.forget();
  }

  /** Whoever has the token that was given out last. */
  boolean knows(String bearer) {
    return tokens.knows(bearer);
  }

  /** Who answers the calls about machines. */
  FakeNebius beyond(Beyond machines) {
    beyond = machines;
    return this;
  }

  List<Method> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ServerServiceDefinition service(String name, List<Method> methods) {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(name);
    for (Method method : methods) {
      service.addMethod(
          method.descriptor(),
          ServerCalls.asyncUnaryCall(
              (byte[] request, StreamObserver<byte[]> out) -> serve(method, request, out)));
    }
    return service.build();
  }

  /** Whatever else goes wrong is a connection that was lost. */
  private void serve(Method method, byte[] request, StreamObserver<byte[]> out) {
    if (isSilent) {
      return;
    }
    try {
      out.onNext(
          MACHINES.contains(method)
              ? beyond.answer(method, BEARER.get(), request)
              : answer(method, request));
      out.onCompleted();
    } catch (StatusRuntimeException e) {
      out.onError(e);
    } catch (RuntimeException e) {
      out.onError(Status.UNAVAILABLE.withCause(e).asRuntimeException());
    }
  }

  private synchronized byte[] answer(Method method, byte[] request) {
    asked.add(method);
    try {
      Runnable scripted = script.poll();
      if (scripted != null) {
        scripted.run();
      }
      Status failure = failing.remove(method);
      if (failure != null) {
        throw failure.asRuntimeException();
      }
      if (method != Method.EXCHANGE_TOKEN && !tokens.knows(BEARER.get())) {
        throw Status.UNAUTHENTICATED.withDescription("who are you").asRuntimeException();
      }
      return act(method, Wire.parse(request)).bytes();
    } catch (Answer e) {
      return e.bytes;
    } catch (InvalidProtocolBufferException e) {
      throw Status.INVALID_ARGUMENT.withCause(e).asRuntimeException();
    }
  }

  private Wire act(Method method, Wire request) throws InvalidProtocolBufferException {
    return switch (method) {
      case EXCHANGE_TOKEN -> tokens.grant(request);
      case LIST_PROJECTS ->
          page(
              projects.entrySet().stream()
                  .map(
                      project ->
                          Wire.message()
                              .message(
                                  1,
                                  Wire.message()
                                      .text(1, project.getKey())
                                      .text(3, names.getOrDefault(project.getKey(), "")))
                              .message(3, Wire.message().text(4, project.getValue())))
                  .toList(),
              request.text(1).orElse("").equals(TENANT),
              request.text(3).orElse("0"));
      case LIST_PLATFORMS -> {
        String region = projects.getOrDefault(request.text(3).orElse(""), "");
        yield page(
            List.copyOf(platforms.getOrDefault(region, Map.of()).values()),
            !region.isEmpty(),
            request.text(2).orElse("0"));
      }
      case LIST_ADVICE ->
          page(advice, request.text(1).orElse("").equals(TENANT), request.text(3).orElse("0"));
      case ESTIMATE -> estimate(request.message(1).message(100));
      case LIST_INSTANCES, CREATE_INSTANCE, DELETE_INSTANCE, LIST_IMAGES, LIST_SUBNETS ->
          throw Status.UNIMPLEMENTED.asRuntimeException();
    };
  }

  private Wire page(List<Wire.Builder> all, boolean isAllowed, String token) {
    if (!isAllowed) {
      throw Status.PERMISSION_DENIED.asRuntimeException();
    }
    int from = Integer.parseInt(token);
    int to = Math.min(from + pageSize, all.size());
    Wire.Builder page = Wire.message();
    all.subList(from, to).forEach(item -> page.message(1, item));
    return (to < all.size() ? page.text(2, String.valueOf(to)) : page).build();
  }

  private Wire estimate(Wire create) throws InvalidProtocolBufferException {
    if (!projects.containsKey(create.message(1).text(2).orElse(""))) {
      throw Status.PERMISSION_DENIED.asRuntimeException();
    }
    Wire spec = create.message(2);
    boolean isSpot = spec.has(19) && spec.message(19).number(1) == 1;
    String machine = spec.message(2).text(1).orElse("") + " " + spec.message(2).text(2).orElse("");
    String price = prices.get(machine + (isSpot ? " spot" : ""));
    if (price == null) {
      throw Status.NOT_FOUND.withDescription("no price of " + machine).asRuntimeException();
    }
    Wire.Builder total = Wire.message().text(2, price).text(3, "0.01");
    return Wire.message()
        .message(10, Wire.message().message(10, Wire.message().message(1, total)))
        .build();
  }

  /** Answers in bytes, or throws a status. */
  @FunctionalInterface
  interface Beyond {
    byte[] answer(Method method, String bearer, byte[] request);
  }

  /** A size of a platform. */
  record Preset(String name, long cards, long processors, long gibibytes, boolean clusters) {
    Wire.Builder wire() {
      return Wire.message()
          .text(1, name)
          .message(2, Wire.message().number(1, processors).number(3, gibibytes).number(4, cards))
          .number(3, clusters ? 1 : 0);
    }
  }

  /** Bytes in place of what would be answered. */
  private static final class Answer extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient byte[] bytes;

    Answer(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** Hands the bearer token to the calls. */
  private static final class Bearer implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String bearer = String.valueOf(headers.get(AUTHORIZATION));
      return Contexts.interceptCall(
          Context.current().withValue(BEARER, bearer), call, headers, next);
    }
  }
}
