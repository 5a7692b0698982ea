package io.tradewind.adapters.gcp;

import com.google.cloud.location.ListLocationsRequest;
import com.google.cloud.location.ListLocationsResponse;
import com.google.cloud.location.Location;
import com.google.cloud.tpu.v2.AcceleratorType;
import com.google.cloud.tpu.v2.ListAcceleratorTypesRequest;
import com.google.cloud.tpu.v2.ListAcceleratorTypesResponse;
import com.google.cloud.tpu.v2alpha1.ListQueuedResourcesRequest;
import com.google.cloud.tpu.v2alpha1.ListQueuedResourcesResponse;
import com.google.cloud.tpu.v2alpha1.Node;
import com.google.cloud.tpu.v2alpha1.QueuedResource;
import com.google.cloud.tpu.v2alpha1.QueuedResourceState;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Google's TPU API on this machine, over gRPC, one item a page. Thread-safe. */
final class FakeTpus implements AutoCloseable {
  static final String LOCATIONS = "google.cloud.location.Locations/ListLocations";
  static final String TYPES = "google.cloud.tpu.v2.Tpu/ListAcceleratorTypes";
  static final String QUEUE = "google.cloud.tpu.v2alpha1.Tpu/ListQueuedResources";

  private final Map<String, List<String>> types = new LinkedHashMap<>();
  private final List<QueuedResource> queue = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final Map<String, Deque<Runnable>> failures = new HashMap<>();
  private final Server server;

  private FakeTpus() {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                service(
                    LOCATIONS,
                    ListLocationsRequest.getDefaultInstance(),
                    ListLocationsResponse.getDefaultInstance(),
                    this::locations))
            .addService(
                service(
                    TYPES,
                    ListAcceleratorTypesRequest.getDefaultInstance(),
                    ListAcceleratorTypesResponse.getDefaultInstance(),
                    this::types))
            .addService(
                service(
                    QUEUE,
                    ListQueuedResourcesRequest.getDefaultInstance(),
                    ListQueuedResourcesResponse.getDefaultInstance(),
                    this::queue))
            .build();
  }

  static FakeTpus start() {
    FakeTpus fake = new FakeTpus();
    try {
      fake.server.start();
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException("No port of this machine can be listened at.", e);
    }
  }

  String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  synchronized FakeTpus zone(String zone, String... names) {
    types.put(zone, List.of(names));
    return this;
  }

  synchronized FakeTpus queued(
      String zone, String type, QueuedResourceState.State state, boolean isSpot) {
    QueuedResource.Builder resource =
        QueuedResource.newBuilder()
            .setName("projects/demo-project/locations/%s/queuedResources/q".formatted(zone))
            .setState(QueuedResourceState.newBuilder().setState(state))
            .setTpu(
                QueuedResource.Tpu.newBuilder()
                    .addNodeSpec(
                        QueuedResource.Tpu.NodeSpec.newBuilder()
                            .setNode(Node.newBuilder().setAcceleratorType(type))));
    if (isSpot) {
      resource.setSpot(QueuedResource.Spot.getDefaultInstance());
    }
    queue.add(resource.build());
    return this;
  }

  /** The next calls of a method end with these, one each. */
  synchronized FakeTpus fail(String method, StatusRuntimeException... with) {
    for (StatusRuntimeException each : with) {
      failures
          .computeIfAbsent(method, any -> new ArrayDeque<>())
          .add(
              () -> {
                throw each;
              });
    }
    return this;
  }

  /** The next call of a method has no answer until the caller gives up. */
  synchronized FakeTpus hang(String method) {
    failures.computeIfAbsent(method, any -> new ArrayDeque<>()).add(FakeTpus::sleepOn);
    return this;
  }

  synchronized List<String> calls(String method) {
    return calls.stream().filter(method::equals).toList();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ListLocationsResponse locations(ListLocationsRequest request) {
    List<String> zones = List.copyOf(types.keySet());
    int at = at(request.getPageToken());
    ListLocationsResponse.Builder page = ListLocationsResponse.newBuilder();
    if (at < zones.size()) {
      page.addLocations(Location.newBuilder().setLocationId(zones.get(at)));
    }
    return page.setNextPageToken(next(at, zones.size())).build();
  }

  private ListAcceleratorTypesResponse types(ListAcceleratorTypesRequest request) {
    List<String> names = types.getOrDefault(zone(request.getParent()), List.of());
    int at = at(request.getPageToken());
    ListAcceleratorTypesResponse.Builder page = ListAcceleratorTypesResponse.newBuilder();
    if (at < names.size()) {
      page.addAcceleratorTypes(
          AcceleratorType.newBuilder()
              .setName(request.getParent() + "/acceleratorTypes/" + names.get(at))
              .setType(names.get(at)));
    }
    return page.setNextPageToken(next(at, names.size())).build();
  }

  private ListQueuedResourcesResponse queue(ListQueuedResourcesRequest request) {
    int at = at(request.getPageToken());
    ListQueuedResourcesResponse.Builder page = ListQueuedResourcesResponse.newBuilder();
    if (at < queue.size() && zone(request.getParent()).equals("-")) {
      page.addQueuedResources(queue.get(at));
    }
    return page.setNextPageToken(next(at, queue.size())).build();
  }

  private <Q extends Message, A extends Message> ServerServiceDefinition service(
      String method, Q request, A answer, Function<Q, A> answers) {
    MethodDescriptor<Q, A> descriptor =
        MethodDescriptor.<Q, A>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(method)
            .setRequestMarshaller(ProtoUtils.marshaller(request))
            .setResponseMarshaller(ProtoUtils.marshaller(answer))
            .build();
    return ServerServiceDefinition.builder(method.substring(0, method.indexOf('/')))
        .addMethod(
            descriptor,
            ServerCalls.asyncUnaryCall(
                (asked, observer) -> answer(method, asked, answers, observer)))
        .build();
  }

  private <Q, A> void answer(
      String method, Q asked, Function<Q, A> answers, StreamObserver<A> observer) {
    try {
      scripted(method).run();
      observer.onNext(locked(answers, asked));
      observer.onCompleted();
    } catch (StatusRuntimeException e) {
      observer.onError(e);
    }
  }

  private synchronized <Q, A> A locked(Function<Q, A> answers, Q asked) {
    return answers.apply(asked);
  }

  private synchronized Runnable scripted(String method) {
    calls.add(method);
    Runnable next = failures.getOrDefault(method, new ArrayDeque<>()).poll();
    return next == null ? () -> {} : next;
  }

  private static void sleepOn() {
    try {
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String zone(String parent) {
    return parent.substring(parent.lastIndexOf('/') + 1);
  }

  private static int at(String token) {
    return token.isEmpty() ? 0 : Integer.parseInt(token);
  }

  private static String next(int at, int size) {
    return at + 1 < size ? String.valueOf(at + 1) : "";
  }
}
