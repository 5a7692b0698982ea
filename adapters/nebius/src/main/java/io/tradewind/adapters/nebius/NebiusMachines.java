package io.tradewind.adapters.nebius;

import io.grpc.Status;
import io.tradewind.adapters.nebius.Images.Image;
import io.tradewind.adapters.nebius.Images.Shape;
import io.tradewind.adapters.nebius.NebiusApi.Project;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import io.tradewind.rest.NamedMachines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The machines of one tenant. They are made in the projects that have the broker's name, and looked
 * for in all. A machine's disk is a part of it, and its name is refused to a second one.
 *
 * @param longestRequest how long a machine may be asked for
 * @param project the name of the projects that machines are made in
 */
record NebiusMachines(
    NebiusApi api, Images images, Duration longestRequest, String tenant, String project)
    implements NamedMachines.Api {
  private static final long DISK_GIBIBYTES = 100;
  private static final long GIBIBYTE = 1L << 30;
  private static final long NETWORK_SSD = 1;
  private static final long READ_WRITE = 2;
  private static final long STAYS_OFF = 1;
  private static final long NOT_OF_A_RESERVATION = 1;

  @Override
  public List<NamedMachines.Told> list() throws ProviderException {
    List<NamedMachines.Told> machines = new ArrayList<>();
    for (Project place : api.projects(tenant)) {
      for (Wire instance : api.instances(place.id())) {
        machines.add(told(instance, place.region()));
      }
    }
    return machines;
  }

  @Override
  public NamedMachines.Making prepare(NamedMachines.Order order) throws ProviderException {
    String place = place(order.offer().region());
    Wire.Builder spec = spec(order, subnet(place));
    Wire.Builder metadata = Wire.message().text(2, place).text(3, order.name());
    Wire request = Wire.message().message(1, metadata).message(2, spec).build();
    return () -> make(request);
  }

  /** A name that is taken is that of the machine that an earlier try made: it is to be found. */
  private String make(Wire request) throws ProviderException {
    try {
      return api.operate(Method.CREATE_INSTANCE, request)
          .orElseThrow(() -> failure(Fault.UNREACHABLE, "a machine was made without an id"));
    } catch (ProviderException e) {
      if (Calls.code(e).equals(Optional.of(Status.Code.ALREADY_EXISTS))) {
        throw failure(Fault.UNREACHABLE, "there is a machine, or a disk, of this name already");
      }
      throw e;
    }
  }

  /** Its disk goes with it. While something else is done to a machine it cannot be ended. */
  @Override
  public void delete(String id) throws ProviderException {
    try {
      var unused = api.operate(Method.DELETE_INSTANCE, Wire.message().text(1, id).build());
    } catch (ProviderException e) {
      Status.Code code = Calls.code(e).orElse(Status.Code.OK);
      if (code == Status.Code.FAILED_PRECONDITION) {
        throw failure(Fault.UNREACHABLE, "it cannot be ended now: " + e.getMessage());
      }
      if (code != Status.Code.NOT_FOUND) {
        throw e;
      }
    }
  }

  private String place(Region region) throws ProviderException {
    return api.projects(tenant).stream()
        .filter(it -> it.region().equals(region.name()) && it.name().equals(project))
        .map(Project::id)
        .findFirst()
        .orElseThrow(
            () ->
                failure(
                    Fault.NO_CAPACITY,
                    "there is no project named '%s' in %s; machines are made in one only"
                        .formatted(project, region.name())));
  }

  /** The one that a project has from its beginning, if it still has it. */
  private String subnet(String place) throws ProviderException {
    List<Subnet> subnets = new ArrayList<>();
    for (Wire subnet : api.subnets(place)) {
      Wire metadata = NebiusApi.inside(Method.LIST_SUBNETS, subnet, 1);
      metadata.text(1).ifPresent(id -> subnets.add(new Subnet(id, metadata.text(3).orElse(""))));
    }
    return subnets.stream()
        .max(Comparator.comparing(it -> it.name().startsWith("default-subnet")))
        .map(Subnet::id)
        .orElseThrow(() -> failure(Fault.NO_CAPACITY, "there is no subnet in project " + place));
  }

  /**
   * Without a public address: nobody can call in, and calls go out by the region's gateway. What
   * shuts itself down stays off, and an hour costs what its offer says.
   */
  private Wire.Builder spec(NamedMachines.Order order, String subnet) throws ProviderException {
    Shape shape = Shape.of(order.offer());
    Wire.Builder interfaces = Wire.message().text(1, subnet).text(2, "eth0");
    Wire.Builder spec =
        Wire.message()
            .message(2, Wire.message().text(1, shape.platform()).text(2, shape.preset()))
            .message(4, interfaces.message(3, Wire.message()))
            .message(5, disk(order.name(), images.of(order.offer(), shape)))
            .text(8, order.document().reveal())
            .number(15, STAYS_OFF)
            .message(23, Wire.message().number(1, NOT_OF_A_RESERVATION));
    return order.offer().capacityType() == CapacityType.SPOT
        ? spec.message(19, NebiusApi.preemptible())
        : spec;
  }

  /** Managed: made with the machine, and deleted with it. */
  private static Wire.Builder disk(String name, Image image) {
    long gibibytes = Math.max(DISK_GIBIBYTES, image.leastBytes() / GIBIBYTE + 1);
    Wire.Builder spec =
        Wire.message().number(4, gibibytes).number(6, NETWORK_SSD).text(8, image.id());
    return Wire.message()
        .number(1, READ_WRITE)
        .message(4, Wire.message().text(1, name).message(4, spec));
  }

  private static NamedMachines.Told told(Wire instance, String region) throws ProviderException {
    Wire metadata = NebiusApi.inside(Method.LIST_INSTANCES, instance, 1);
    State state = State.of(NebiusApi.inside(Method.LIST_INSTANCES, instance, 3).number(1));
    return new NamedMachines.Told(
        metadata.text(1).orElseThrow(() -> failure(Fault.UNEXPECTED, "a machine has no id")),
        metadata.text(3).orElse(""),
        new Region(NebiusProvider.ID, region),
        state.meaning,
        state.isOff);
  }

  private static ProviderException failure(Fault fault, String words) {
    return new ProviderException(NebiusProvider.ID, fault, words);
  }

  private record Subnet(String id, String name) {}

  /** Of a machine, in the order of their numbers. The disk of one that is off is paid for. */
  private enum State {
    UNSPECIFIED(Instance.State.PENDING, false),
    CREATING(Instance.State.PENDING, false),
    UPDATING(Instance.State.RUNNING, false),
    STARTING(Instance.State.PENDING, false),
    RUNNING(Instance.State.RUNNING, false),
    STOPPING(Instance.State.STOPPING, false),
    STOPPED(Instance.State.STOPPING, true),
    DELETING(Instance.State.STOPPING, false),
    ERROR(Instance.State.STOPPING, true);

    private final Instance.State meaning;
    private final boolean isOff;

    State(Instance.State meaning, boolean isOff) {
      this.meaning = meaning;
      this.isOff = isOff;
    }

    private static State of(long number) {
      return number < 0 || number >= values().length ? UNSPECIFIED : values()[(int) number];
    }
  }
}
