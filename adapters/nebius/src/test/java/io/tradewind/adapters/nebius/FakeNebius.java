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
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The five calls over real gRPC on this machine, by the field numbers of the published definitions.
 * Verifies the signature of the service account's token, and the bearer token of every other call.
 */
final class FakeNebius implements AutoCloseable {
  static final String TENANT = "tenant-e00";
  static final String ACCOUNT = "serviceaccount-e00";
  static final String KEY_ID = "publickey-e00";
  static final KeyPair KEYS = keys();

  private static final Pattern EXPIRY = Pattern.compile("\"exp\":(\\d+)");
  private static final Context.Key<String> BEARER = Context.key("bearer");

  private final InstantSource clock;
  private final Server server;
  private final Map<String, String> projects = new LinkedHashMap<>();
  private final Map<String, Map<String, Wire.Builder>> platforms = new LinkedHashMap<>();
  private final Map<String, String> prices = new LinkedHashMap<>();
  private final List<Wire.Builder> advice = new ArrayList<>();
  private final Deque<Runnable> script = new ArrayDeque<>();
  private final List<Method> asked = new ArrayList<>();
  private final Map<Method, Status> failing = new EnumMap<>(Method.class);
  private volatile boolean isSilent;
  private int pageSize = 100;
  private int tokens;

  FakeNebius(InstantSource clock) {
    this.clock = clock;
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .intercept(new Bearer());
    for (Method method : Method.values()) {
      builder.addService(service(method));
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException("No port of this machine can be listened at.", e);
    }
  }

  static String pem() {
    String encoded =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(KEYS.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(encoded);
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  FakeNebius pagesOf(int size) {
    pageSize = size;
    return this;
  }

  FakeNebius hasProject(String id, String region) {
    projects.put(id, region);
    return this;
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
    tokens += 1;
  }

  List<Method> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ServerServiceDefinition service(Method method) {
    return ServerServiceDefinition.builder(method.descriptor().getServiceName())
        .addMethod(
            method.descriptor(),
            ServerCalls.asyncUnaryCall(
                (byte[] request, StreamObserver<byte[]> out) -> {
                  if (isSilent) {
                    return;
                  }
                  try {
                    out.onNext(answer(method, request));
                    out.onCompleted();
                  } catch (StatusRuntimeException e) {
                    out.onError(e);
                  }
                }))
        .build();
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
      if (method != Method.EXCHANGE_TOKEN && !("Bearer token-" + tokens).equals(BEARER.get())) {
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
      case EXCHANGE_TOKEN -> grant(request);
      case LIST_PROJECTS ->
          page(
              projects.entrySet().stream()
                  .map(
                      project ->
                          Wire.message()
                              .message(1, Wire.message().text(1, project.getKey()))
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
    };
  }

  private Wire grant(Wire request) {
    if (!isSigned(request.text(3).orElse(""))) {
      throw Status.UNAUTHENTICATED.withDescription("the token is not signed").asRuntimeException();
    }
    tokens++;
    return Wire.message().text(1, "token-" + tokens).text(3, "Bearer").number(4, 43_200).build();
  }

  private boolean isSigned(String token) {
    String[] parts = token.split("\\.");
    String header = decoded(parts[0]);
    String claims = decoded(parts[1]);
    Matcher expiry = EXPIRY.matcher(claims);
    boolean isFresh =
        expiry.find()
            && Instant.ofEpochSecond(Long.parseLong(expiry.group(1))).isAfter(clock.instant());
    return isFresh
        && header.contains("\"kid\":\"%s\"".formatted(KEY_ID))
        && claims.contains("\"iss\":\"%s\",\"sub\":\"%s\"".formatted(ACCOUNT, ACCOUNT))
        && isSignedOver(parts[0] + "." + parts[1], parts[2]);
  }

  private static boolean isSignedOver(String text, String signature) {
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(KEYS.getPublic());
      check.update(text.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException e) {
      return false;
    }
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

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no RSA.", e);
    }
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
