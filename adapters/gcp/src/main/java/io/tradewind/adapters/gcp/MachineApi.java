package io.tradewind.adapters.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.compute.v1.AggregatedListInstancesRequest;
import com.google.cloud.compute.v1.DeleteInstanceRequest;
import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.InstancesClient;
import com.google.cloud.compute.v1.InstancesSettings;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.ZoneOperationsClient;
import com.google.cloud.compute.v1.ZoneOperationsSettings;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Provisioner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The calls that start, find and end machines in Compute Engine. */
final class MachineApi implements AutoCloseable {
  private static final int MOST_A_PAGE = 500;
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  private final String project;
  private final GoogleFaults faults;
  private final InstancesClient instances;
  private final ZoneOperationsClient operations;

  /** Nothing is called yet. */
  MachineApi(
      String project, GcpSettings settings, CredentialsProvider credentials, GoogleFaults faults) {
    this.project = project;
    this.faults = faults;
    try {
      instances = instances(settings, credentials);
      operations = operations(settings, credentials);
    } catch (IOException e) {
      throw new UncheckedIOException("Google's compute clients cannot be made.", e);
    }
  }

  GoogleFaults faults() {
    return faults;
  }

  Optional<Machine> get(String zone, String name) throws ProviderException {
    try {
      return Optional.of(Machine.of(instances.get(project, zone, name)));
    } catch (ApiException e) {
      if (GoogleFaults.isStatus(e, NOT_FOUND)) {
        return Optional.empty();
      }
      throw faults.name("looking for a machine in " + zone, e);
    }
  }

  /** In all zones. A zone that does not answer makes the whole unknown. */
  List<Machine> list(String filter) throws ProviderException {
    AggregatedListInstancesRequest request =
        AggregatedListInstancesRequest.newBuilder()
            .setProject(project)
            .setFilter(filter)
            .setMaxResults(MOST_A_PAGE)
            .setReturnPartialSuccess(false)
            .build();
    List<Machine> found = new ArrayList<>();
    try {
      for (var scope : instances.aggregatedList(request).iterateAll()) {
        String warning = scope.getValue().getWarning().getCode();
        if (!warning.isEmpty() && !warning.equals("NO_RESULTS_ON_PAGE")) {
          throw faults.of(
              Fault.UNREACHABLE,
              "listing machines had no answer from %s: %s".formatted(scope.getKey(), warning));
        }
        scope.getValue().getInstancesList().forEach(it -> found.add(Machine.of(it)));
      }
    } catch (ApiException e) {
      throw faults.name("listing machines", e);
    }
    return found;
  }

  /**
   * Asks for a machine and waits for as long as a call may take, so that a zone without room is
   * heard of. Its name is taken already where an earlier call has made it.
   *
   * @param careful what may be shown of the answer
   */
  void insert(String zone, Instance machine, UUID lease, GoogleFaults careful)
      throws ProviderException {
    Optional<Operation> accepted = insertOnce(zone, machine, lease, careful);
    boolean isAnEarlierFailure =
        accepted.filter(it -> it.getStatus() == Operation.Status.DONE && it.hasError()).isPresent();
    if (isAnEarlierFailure) {
      // The answer to a try before this one, by its request id; the name still guards.
      accepted = insertOnce(zone, machine, UUID.randomUUID(), careful);
    }
    if (accepted.isPresent()) {
      requireDone(zone, accepted.get(), careful);
    }
  }

  /** Empty when the name is taken. */
  private Optional<Operation> insertOnce(
      String zone, Instance machine, UUID requestId, GoogleFaults careful)
      throws ProviderException {
    InsertInstanceRequest request =
        InsertInstanceRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setRequestId(requestId.toString())
            .setInstanceResource(machine)
            .build();
    try {
      return Optional.of(instances.insertCallable().call(request));
    } catch (ApiException e) {
      if (GoogleFaults.isStatus(e, CONFLICT)) {
        return Optional.empty();
      }
      throw careful.nameChange("starting a machine in " + zone, e);
    }
  }

  private void requireDone(String zone, Operation accepted, GoogleFaults careful)
      throws ProviderException {
    Operation last = accepted;
    if (last.getStatus() != Operation.Status.DONE) {
      try {
        last = operations.wait(project, zone, accepted.getName());
      } catch (ApiException e) {
        if (e.getStatusCode().getCode() == StatusCode.Code.DEADLINE_EXCEEDED) {
          // Accepted and under way; the machine is there, or will be missed.
          return;
        }
        throw careful.nameChange("waiting for a machine in " + zone, e);
      }
    }
    if (last.hasError()) {
      throw careful.ofOperation("starting a machine in " + zone, errors(last));
    }
  }

  private static String errors(Operation failed) {
    return failed.getError().getErrorsList().stream()
        .map(MachineApi::text)
        .collect(Collectors.joining("; "));
  }

  private static String text(Errors error) {
    return "%s %s".formatted(error.getCode(), error.getMessage());
  }

  /** Returns when it is accepted. Succeeds for what is gone. */
  void delete(String zone, String name) throws ProviderException {
    DeleteInstanceRequest request =
        DeleteInstanceRequest.newBuilder()
            .setProject(project)
            .setZone(zone)
            .setInstance(name)
            .build();
    try {
      Operation unused = instances.deleteCallable().call(request);
    } catch (ApiException e) {
      if (!GoogleFaults.isStatus(e, NOT_FOUND)) {
        throw faults.nameChange("ending a machine in " + zone, e);
      }
    }
  }

  @Override
  public void close() {
    instances.close();
    operations.close();
  }

  private static InstancesClient instances(GcpSettings settings, CredentialsProvider credentials)
      throws IOException {
    InstancesSettings.Builder builder = InstancesSettings.newBuilder();
    settings.computeEndpoint().ifPresent(builder::setEndpoint);
    builder.setCredentialsProvider(credentials);
    Patience.none(builder.getSettings(), settings.timeLimit());
    Patience.none(builder.aggregatedListSettings(), settings.timeLimit());
    Patience.none(builder.insertSettings(), asking(settings.timeLimit()));
    Patience.none(builder.deleteSettings(), settings.timeLimit());
    return InstancesClient.create(builder.build());
  }

  private static Duration asking(Duration limit) {
    return limit.compareTo(Provisioner.LONGEST_REQUEST) < 0 ? limit : Provisioner.LONGEST_REQUEST;
  }

  private static ZoneOperationsClient operations(
      GcpSettings settings, CredentialsProvider credentials) throws IOException {
    ZoneOperationsSettings.Builder builder = ZoneOperationsSettings.newBuilder();
    settings.computeEndpoint().ifPresent(builder::setEndpoint);
    builder.setCredentialsProvider(credentials);
    Patience.none(builder.waitSettings(), settings.timeLimit());
    return ZoneOperationsClient.create(builder.build());
  }
}
