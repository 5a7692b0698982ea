package io.tradewind.adapters.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.location.ListLocationsRequest;
import com.google.cloud.location.Location;
import com.google.cloud.tpu.v2.AcceleratorType;
import com.google.cloud.tpu.v2.TpuClient;
import com.google.cloud.tpu.v2.TpuSettings;
import com.google.cloud.tpu.v2alpha1.QueuedResource;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a project sees of Cloud TPU, over gRPC: which zone has which slices, and what its own
 * requests wait for. A zone that does not answer leaves the others alone, and stands with what it
 * told last.
 */
final class TpuApi implements AutoCloseable {
  private static final int MOST_A_PAGE = 1000;
  private static final int MOST_SILENT_ZONES = 3;

  private final String project;
  private final TpuClient tpus;
  // Requests that wait in a queue are listed by no later version of this library.
  private final com.google.cloud.tpu.v2alpha1.TpuClient queue;
  private final GoogleFaults faults;
  private final Map<String, Set<String>> lastTypes = new TreeMap<>();

  /** Nothing is called yet. */
  TpuApi(
      String project, GcpSettings settings, CredentialsProvider credentials, GoogleFaults faults) {
    this.project = project;
    this.faults = faults;
    try {
      tpus = tpus(settings, credentials);
      queue = queue(settings, credentials);
    } catch (IOException e) {
      throw new UncheckedIOException("Google's TPU clients cannot be made.", e);
    }
  }

  /**
   * @param isWanted of a zone's name
   */
  synchronized TpuInventory read(Predicate<String> isWanted) throws ProviderException {
    Map<String, String> silent = new TreeMap<>();
    Map<String, Set<String>> types = new TreeMap<>();
    for (String zone : zones()) {
      if (isWanted.test(zone)) {
        types.put(zone, types(zone, silent));
      }
    }
    lastTypes.putAll(types);
    return new TpuInventory(types, waiting(), silent, TpuQuotas.UNKNOWN);
  }

  @Override
  public void close() {
    tpus.close();
    queue.close();
  }

  private List<String> zones() throws ProviderException {
    ListLocationsRequest request =
        ListLocationsRequest.newBuilder()
            .setName("projects/" + project)
            .setPageSize(MOST_A_PAGE)
            .build();
    List<String> zones = new ArrayList<>();
    try {
      for (Location location : tpus.listLocations(request).iterateAll()) {
        zones.add(location.getLocationId());
      }
    } catch (ApiException e) {
      throw faults.name("listing the zones of TPUs", e);
    }
    return zones;
  }

  /** Google answers with nothing at times, where there was something before. */
  private Set<String> types(String zone, Map<String, String> silent) throws ProviderException {
    Set<String> last = lastTypes.getOrDefault(zone, Set.of());
    try {
      Set<String> told = listTypes(zone);
      if (told.isEmpty() && !last.isEmpty()) {
        silent.put(zone, "it lists no TPU, after %d".formatted(last.size()));
      }
      return told.isEmpty() ? last : told;
    } catch (ProviderException e) {
      boolean isAboutTheZone =
          e.fault() == Fault.UNREACHABLE || e.fault() == Fault.CREDENTIALS_REFUSED;
      if (!isAboutTheZone || silent.size() >= MOST_SILENT_ZONES) {
        throw e;
      }
      silent.put(zone, "%s %s".formatted(e.fault(), e.getMessage()));
      return last;
    }
  }

  private Set<String> listTypes(String zone) throws ProviderException {
    Set<String> types = new TreeSet<>();
    try {
      for (AcceleratorType type : tpus.listAcceleratorTypes(parent(zone)).iterateAll()) {
        types.add(type.getType());
      }
    } catch (ApiException e) {
      throw faults.name("listing the TPUs of " + zone, e);
    }
    return types;
  }

  /** Over all zones at once, which the dash stands for. */
  private Set<TpuInventory.Wish> waiting() throws ProviderException {
    Set<TpuInventory.Wish> waiting = new HashSet<>();
    try {
      for (QueuedResource each : queue.listQueuedResources(parent("-")).iterateAll()) {
        waiting.addAll(TpuInventory.Wish.of(each));
      }
    } catch (ApiException e) {
      throw faults.name("listing queued TPUs", e);
    }
    return waiting;
  }

  private String parent(String zone) {
    return "projects/%s/locations/%s".formatted(project, zone);
  }

  private static TpuClient tpus(GcpSettings settings, CredentialsProvider credentials)
      throws IOException {
    TpuSettings.Builder builder = TpuSettings.newBuilder();
    builder.setCredentialsProvider(credentials(settings, credentials));
    builder.setTransportChannelProvider(
        channels(settings, TpuSettings.defaultGrpcTransportProviderBuilder()));
    Duration limit = settings.timeLimit();
    Patience.none(builder.listLocationsSettings(), limit);
    Patience.none(builder.listAcceleratorTypesSettings(), limit);
    return TpuClient.create(builder.build());
  }

  private static com.google.cloud.tpu.v2alpha1.TpuClient queue(
      GcpSettings settings, CredentialsProvider credentials) throws IOException {
    com.google.cloud.tpu.v2alpha1.TpuSettings.Builder builder =
        com.google.cloud.tpu.v2alpha1.TpuSettings.newBuilder();
    builder.setCredentialsProvider(credentials(settings, credentials));
    builder.setTransportChannelProvider(
        channels(
            settings,
            com.google.cloud.tpu.v2alpha1.TpuSettings.defaultGrpcTransportProviderBuilder()));
    Patience.none(builder.listQueuedResourcesSettings(), settings.timeLimit());
    return com.google.cloud.tpu.v2alpha1.TpuClient.create(builder.build());
  }

  /** A test's endpoint is on this machine and speaks in the clear, so no token goes there. */
  private static CredentialsProvider credentials(
      GcpSettings settings, CredentialsProvider credentials) {
    return settings.tpuEndpoint().isPresent() ? NoCredentialsProvider.create() : credentials;
  }

  private static InstantiatingGrpcChannelProvider channels(
      GcpSettings settings, InstantiatingGrpcChannelProvider.Builder builder) {
    settings
        .tpuEndpoint()
        .ifPresent(
            endpoint ->
                builder
                    .setEndpoint(endpoint)
                    .setChannelConfigurator(channel -> channel.usePlaintext()));
    return builder.build();
  }
}
