package io.tradewind.adapters.nebius;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.ProviderFactory;
import io.tradewind.api.ProviderId;
import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.ApiRequest;
import io.tradewind.testkit.RestCloud;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link FakeNebius} and a tenant's machines: pages of two, one machine to a name in each project,
 * disks that are parts of machines, operations, and errors in the details of a status.
 */
public final class NebiusCloud extends RestCloud {
  static final String OURS = "project-e00ours";

  static final String PLATFORM = "gpu-h100-sxm";
  static final FakeNebius.Preset SIZE =
      new FakeNebius.Preset("1gpu-16vcpu-200gb", 1, 16, 200, false);

  private static final int QUOTA_FAILURE = 141;
  private static final int NOT_ENOUGH_RESOURCES = 142;
  private static final int PAGE = 2;
  private static final List<String> STATES =
      List.of(
          "-",
          "CREATING",
          "UPDATING",
          "STARTING",
          "RUNNING",
          "STOPPING",
          "STOPPED",
          "DELETING",
          "ERROR");

  final FakeNebius nebius =
      new FakeNebius(() -> Instant.EPOCH)
          .hasProject("project-e00theirs", "eu-north1")
          .hasProject(OURS, "tradewind", "eu-north1")
          .sells("eu-north1", PLATFORM, 80, true, SIZE)
          .priced(PLATFORM, SIZE.name(), "2.95")
          .pricedSpot(PLATFORM, SIZE.name(), "1.25")
          .advises("eu-north1", PLATFORM, SIZE.name(), 1, 30, 100)
          .beyond(this::ask);

  final FakeImages images = new FakeImages();

  public NebiusCloud() {
    admit(request -> nebius.knows(request.header("authorization").orElse("")));
    serve(Call.LOOK, "POST", path(Method.LIST_INSTANCES), this::list);
    serve(Call.START, "POST", path(Method.CREATE_INSTANCE), this::create);
    serve(Call.STOP, "POST", path(Method.DELETE_INSTANCE), this::delete);
    serve(Call.OTHER, "POST", path(Method.LIST_SUBNETS), this::subnets);
    serve(Call.OTHER, "POST", path(Method.LIST_IMAGES), request -> answer(images.listed()));
  }

  @Override
  public ProviderFactory factory() {
    return new NebiusFactory();
  }

  @Override
  public ProviderId id() {
    return NebiusProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "url",
        nebius.url(),
        "tenant-id",
        FakeNebius.TENANT,
        "service-account-id",
        FakeTokens.ACCOUNT,
        "public-key-id",
        FakeTokens.KEY_ID,
        "private-key",
        FakeTokens.pem().replace("\n", ""));
  }

  @Override
  public String accelerators() {
    return "H100-SXM:1";
  }

  @Override
  public boolean makes(Offer offer) {
    return offer.region().name().equals("eu-north1")
        && offer.capacityType() == CapacityType.ON_DEMAND;
  }

  @Override
  public void close() {
    nebius.close();
    super.close();
  }

  @Override
  protected String name(JsonNode asked) {
    return asked.path("name").asText();
  }

  @Override
  protected String document(JsonNode asked) {
    return asked.path("document").asText();
  }

  @Override
  protected boolean isEnding(String status) {
    return status.equals("DELETING");
  }

  @Override
  protected ApiReply refusal(Fault fault) {
    return switch (fault) {
      case NO_CAPACITY -> error(Status.Code.RESOURCE_EXHAUSTED, NOT_ENOUGH_RESOURCES);
      case QUOTA_EXCEEDED -> error(Status.Code.RESOURCE_EXHAUSTED, QUOTA_FAILURE);
      case UNREACHABLE -> error(Status.Code.UNAVAILABLE, 0);
      case CREDENTIALS_REFUSED -> error(Status.Code.UNAUTHENTICATED, 0);
      case THROTTLED, UNEXPECTED -> error(Status.Code.INVALID_ARGUMENT, 0);
    };
  }

  @Override
  public void failNextOffers(Fault fault) {
    nebius.failNext(fault);
  }

  @Override
  public void failNextStart(Fault fault) {
    failNext(Call.START, fault);
  }

  @Override
  public boolean failNextFind(Fault fault) {
    failNext(Call.LOOK, fault);
    return true;
  }

  @Override
  public boolean failNextStop(Fault fault) {
    failNext(Call.STOP, fault);
    return true;
  }

  /** Whoever is refused trades for another token, and asks once more. */
  private void failNext(Call kind, Fault fault) {
    failNext(kind, reply(fault));
    if (fault == Fault.CREDENTIALS_REFUSED) {
      failNext(kind, reply(fault));
    }
  }

  /** A machine whose operation has failed is there until it is deleted. */
  @Override
  public boolean halfMakeNextStart() {
    failNext(
        Call.START,
        request ->
            answer(
                operation(
                    made(wire(request), "ERROR").id(),
                    status(Status.Code.RESOURCE_EXHAUSTED, NOT_ENOUGH_RESOURCES))));
    return true;
  }

  /** A name is refused to a second machine, and its disk to a second one. */
  @Override
  public boolean knowsRepetition() {
    return true;
  }

  /**
   * @param detail the number of Nebius' own error; 0 for none
   */
  static ApiReply error(Status.Code code, int detail) {
    return ApiReply.status(500, code + " by the fake")
        .with("grpc-status", code.name())
        .with("detail", String.valueOf(detail));
  }

  static String path(Method method) {
    return "/" + method;
  }

  private ApiReply list(ApiRequest request) {
    Wire asked = wire(request);
    String project = asked.text(1).orElse("");
    if (nebius.region(project).isEmpty()) {
      return error(Status.Code.PERMISSION_DENIED, 0);
    }
    List<Machine> all =
        listed().stream().filter(it -> it.asked("project").equals(project)).toList();
    int from = Math.min(all.size(), Integer.parseInt(asked.text(3).orElse("0")));
    int to = Math.min(all.size(), from + PAGE);
    Wire.Builder page = Wire.message();
    all.subList(from, to).forEach(machine -> page.message(1, told(machine)));
    return answer(to < all.size() ? page.text(2, String.valueOf(to)) : page);
  }

  private ApiReply create(ApiRequest request) {
    Wire asked = wire(request);
    String name = within(asked, 1).text(3).orElse("");
    if (boxes().stream().anyMatch(box -> name.equals(BROKER + box.lease()))) {
      return error(Status.Code.ALREADY_EXISTS, 0);
    }
    return isWhole(asked)
        ? answered(answer(operation(made(asked, "CREATING").id(), Wire.message())))
        : error(Status.Code.INVALID_ARGUMENT, 0);
  }

  /** What the published definitions require of a machine. */
  private boolean isWhole(Wire asked) {
    Wire disk = within(asked, 2, 5);
    Wire interfaces = within(asked, 2, 4);
    return within(asked, 1).text(2).equals(Optional.of(OURS))
        && within(asked, 2, 2).text(1).equals(Optional.of(PLATFORM))
        && interfaces.text(1).equals(Optional.of("vpcsubnet-e00ours"))
        && interfaces.text(2).isPresent()
        && interfaces.has(3)
        && disk.number(1) == 2
        && within(disk, 4).text(1).equals(within(asked, 1).text(3))
        && within(disk, 4, 4).number(4) >= 40
        && within(disk, 4, 4).number(6) == 1
        && images.has(within(disk, 4, 4).text(8).orElse(""));
  }

  private ApiReply delete(ApiRequest request) {
    String id = wire(request).text(1).orElse("");
    if (known(id).isEmpty()) {
      return error(Status.Code.NOT_FOUND, 0);
    }
    machine(id).become("DELETING");
    return answer(operation(id, Wire.message()));
  }

  private ApiReply subnets(ApiRequest request) {
    boolean isOurs = wire(request).text(1).equals(Optional.of(OURS));
    Wire.Builder page = Wire.message().message(1, subnet("vpcsubnet-e00other", "made-by-hand"));
    return answer(
        isOurs ? page.message(1, subnet("vpcsubnet-e00ours", "default-subnet-x7")) : page);
  }

  private static Wire.Builder subnet(String id, String name) {
    return Wire.message().message(1, Wire.message().text(1, id).text(3, name));
  }

  private Machine made(Wire asked, String state) {
    Wire spec = within(asked, 2);
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    kept.put("project", within(asked, 1).text(2).orElse(""));
    kept.put("name", within(asked, 1).text(3).orElse(""));
    kept.put("document", spec.text(8).orElse(""));
    kept.put("image", within(spec, 5, 4, 4).text(8).orElse(""));
    kept.put("gibibytes", within(spec, 5, 4, 4).number(4));
    kept.put("recovery", spec.number(15));
    kept.put("isSpot", within(spec, 19).number(1) == 1);
    kept.put("hasPublicAddress", within(spec, 4).has(4));
    kept.put("reservations", within(spec, 23).number(1));
    return make("computeinstance-e00%06d", kept, state);
  }

  private static Wire.Builder told(Machine machine) {
    return Wire.message()
        .message(1, Wire.message().text(1, machine.id()).text(3, machine.asked("name")))
        .message(3, Wire.message().number(1, STATES.indexOf(machine.status())));
  }

  /** Under way while it has no status. */
  private static Wire.Builder operation(String resource, Wire.Builder status) {
    Wire.Builder operation = Wire.message().text(1, "computeoperation-1").text(7, resource);
    return status.build().bytes().length == 0 ? operation : operation.message(10, status);
  }

  private static Wire.Builder status(Status.Code code, int detail) {
    Wire.Builder error = Wire.message().text(1, "compute").message(detail, Wire.message());
    Wire.Builder any = Wire.message().text(1, "type.googleapis.com/nebius.common.v1.ServiceError");
    return Wire.message().number(1, code.value()).text(2, "-").message(3, any.message(2, error));
  }

  /** What came over gRPC is answered as if it had come over HTTP, byte by byte. */
  private byte[] ask(Method method, String bearer, byte[] request) {
    String body = new String(request, StandardCharsets.ISO_8859_1);
    Map<String, String> headers = Map.of("authorization", bearer);
    ApiReply reply = api().ask(new ApiRequest("POST", path(method), Map.of(), headers, body));
    if (reply.delivery() != ApiReply.Delivery.WHOLE) {
      throw Status.UNAVAILABLE.withDescription("the reply was lost").asRuntimeException();
    }
    if (reply.status() != 200) {
      throw failure(reply);
    }
    return reply.body().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static StatusRuntimeException failure(ApiReply reply) {
    Map<String, String> headers = reply.headers();
    Status.Code code =
        switch (reply.status()) {
          case 400 -> Status.Code.INVALID_ARGUMENT;
          case 429 -> Status.Code.RESOURCE_EXHAUSTED;
          default -> Status.Code.valueOf(headers.getOrDefault("grpc-status", "INTERNAL"));
        };
    Metadata trailers = new Metadata();
    Optional.ofNullable(headers.get("Retry-After"))
        .ifPresent(
            seconds ->
                trailers.put(
                    Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER),
                    seconds + "000"));
    int detail = Integer.parseInt(headers.getOrDefault("detail", "0"));
    if (detail != 0) {
      trailers.put(
          Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER),
          status(code, detail).build().bytes());
    }
    return code.toStatus().withDescription(reply.body()).asRuntimeException(trailers);
  }

  private static ApiReply answer(Wire.Builder message) {
    return ApiReply.status(200, new String(message.build().bytes(), StandardCharsets.ISO_8859_1));
  }

  private static Wire wire(ApiRequest request) {
    try {
      return Wire.parse(request.body().getBytes(StandardCharsets.ISO_8859_1));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("The request is no message.", e);
    }
  }

  private static Wire within(Wire message, int... path) {
    try {
      Wire at = message;
      for (int field : path) {
        at = at.message(field);
      }
      return at;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("The request is not as defined.", e);
    }
  }
}
