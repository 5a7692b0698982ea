package io.tradewind.adapters.azure;

import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.InstanceViewStatus;
import io.tradewind.api.Instance;
import io.tradewind.api.LeaseId;
import io.tradewind.api.Region;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine as Azure tells it.
 *
 * @param provisioning what Azure does with it: {@code Creating, Succeeded, Deleting, Failed}
 * @param power whether it runs, such as {@code running}; empty where a list does not tell
 * @param failure the code and words of what went wrong, where something did
 */
record Machine(
    String name,
    Optional<LeaseId> lease,
    Optional<String> gang,
    String location,
    String provisioning,
    Optional<String> power,
    Optional<Failure> failure,
    Instant created) {
  static final String LEASE_TAG = "tradewind-lease";
  static final String GANG_TAG = "tradewind-gang";

  private static final String POWER = "PowerState/";
  private static final String FAILED = "ProvisioningState/failed";

  /** What went wrong with it. */
  record Failure(String code, String text) {}

  static Machine of(VirtualMachineInner told) {
    List<InstanceViewStatus> statuses =
        told.instanceView() == null || told.instanceView().statuses() == null
            ? List.of()
            : told.instanceView().statuses();
    return new Machine(
        told.name(),
        lease(told.tags()),
        Optional.ofNullable(told.tags()).map(them -> them.get(GANG_TAG)),
        told.location().toLowerCase(Locale.ROOT),
        String.valueOf(told.provisioningState()),
        status(statuses, POWER).map(it -> it.code().substring(POWER.length())),
        status(statuses, FAILED).map(Machine::failure),
        Optional.ofNullable(told.timeCreated())
            .map(OffsetDateTime::toInstant)
            .orElse(Instant.EPOCH));
  }

  boolean isBeingMade() {
    return provisioning.equals("Creating");
  }

  /** It was not made: parts of it may be there, and nothing runs. */
  boolean hasFailed() {
    return provisioning.equals("Failed") && power.filter("running"::equals).isEmpty();
  }

  /** Nothing runs any more; it is paid for until it is ended. */
  boolean hasStopped() {
    return power.filter(it -> it.equals("stopped") || it.equals("deallocated")).isPresent();
  }

  Instance under(LeaseId holder) {
    return new Instance(holder, name, new Region(AzureProvider.ID, location), state(), created);
  }

  private Instance.State state() {
    if (provisioning.equals("Deleting") || hasFailed() || hasStopped()) {
      return Instance.State.STOPPING;
    }
    boolean isUp = power.isPresent() ? power.get().equals("running") : !isBeingMade();
    return isUp ? Instance.State.RUNNING : Instance.State.PENDING;
  }

  private static Optional<InstanceViewStatus> status(List<InstanceViewStatus> all, String begin) {
    return all.stream().filter(it -> it.code() != null && it.code().startsWith(begin)).findFirst();
  }

  private static Failure failure(InstanceViewStatus status) {
    String code = status.code().substring(status.code().lastIndexOf('/') + 1);
    return new Failure(code, String.valueOf(status.message()));
  }

  /** Empty when somebody else has put something into the tag. */
  private static Optional<LeaseId> lease(@Nullable Map<String, String> tags) {
    try {
      return Optional.ofNullable(tags)
          .map(them -> them.get(LEASE_TAG))
          .map(value -> new LeaseId(UUID.fromString(value)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
