package io.tradewind.adapters.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.compute.v1.AcceleratorType;
import com.google.cloud.compute.v1.AcceleratorTypesClient;
import com.google.cloud.compute.v1.AcceleratorTypesSettings;
import com.google.cloud.compute.v1.AggregatedListAcceleratorTypesRequest;
import com.google.cloud.compute.v1.AggregatedListMachineTypesRequest;
import com.google.cloud.compute.v1.MachineType;
import com.google.cloud.compute.v1.MachineTypesClient;
import com.google.cloud.compute.v1.MachineTypesSettings;
import com.google.cloud.compute.v1.Region;
import com.google.cloud.compute.v1.RegionsClient;
import com.google.cloud.compute.v1.RegionsSettings;
import com.google.cloud.compute.v1.Warning;
import io.tradewind.api.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a project sees in Compute Engine: one list over all zones for each question. A zone that
 * does not answer leaves the others alone, and stands with what it told last.
 */
final class ComputeApi implements AutoCloseable {
  private static final int MOST_A_PAGE = 500;
  private static final String ZONES = "zones/";
  private static final String NOTHING_HERE = "NO_RESULTS_ON_PAGE";

  private final String project;
  private final MachineTypesClient machineTypes;
  private final AcceleratorTypesClient acceleratorTypes;
  private final RegionsClient regions;
  private final GoogleFaults faults;
  private final Map<String, List<MachineType>> lastMachines = new HashMap<>();
  private final Map<String, Set<String>> lastAccelerators = new HashMap<>();

  /** Nothing is called yet. */
  ComputeApi(
      String project, GcpSettings settings, CredentialsProvider credentials, GoogleFaults faults) {
    this.project = project;
    this.faults = faults;
    try {
      machineTypes = machineTypes(settings, credentials);
      acceleratorTypes = acceleratorTypes(settings, credentials);
      regions = regions(settings, credentials);
    } catch (IOException e) {
      throw new UncheckedIOException("Google's compute clients cannot be made.", e);
    }
  }

  synchronized Inventory read() throws ProviderException {
    Map<String, String> silent = new TreeMap<>();
    Map<String, List<MachineType>> machines = listMachines(silent);
    Map<String, Set<String>> accelerators = listAccelerators(silent);
    for (String zone : silent.keySet()) {
      machines.computeIfAbsent(zone, any -> lastMachines.getOrDefault(zone, List.of()));
      accelerators.computeIfAbsent(zone, any -> lastAccelerators.getOrDefault(zone, Set.of()));
    }
    remember(machines, accelerators);
    return new Inventory(machines, accelerators, silent, listQuotas());
  }

  @Override
  public void close() {
    machineTypes.close();
    acceleratorTypes.close();
    regions.close();
  }

  private void remember(
      Map<String, List<MachineType>> machines, Map<String, Set<String>> accelerators) {
    lastMachines.clear();
    lastMachines.putAll(machines);
    lastAccelerators.clear();
    lastAccelerators.putAll(accelerators);
  }

  private Map<String, List<MachineType>> listMachines(Map<String, String> silent)
      throws ProviderException {
    AggregatedListMachineTypesRequest request =
        AggregatedListMachineTypesRequest.newBuilder()
            .setProject(project)
            .setMaxResults(MOST_A_PAGE)
            .setReturnPartialSuccess(true)
            .build();
    Map<String, List<MachineType>> byZone = new TreeMap<>();
    try {
      for (var scope : machineTypes.aggregatedList(request).iterateAll()) {
        String zone = zone(scope.getKey());
        noteSilence(zone, scope.getValue().getWarning(), silent);
        if (scope.getValue().getMachineTypesCount() > 0) {
          byZone
              .computeIfAbsent(zone, any -> new ArrayList<>())
              .addAll(scope.getValue().getMachineTypesList());
        }
      }
    } catch (ApiException e) {
      throw faults.name("listing machine types", e);
    }
    return byZone;
  }

  private Map<String, Set<String>> listAccelerators(Map<String, String> silent)
      throws ProviderException {
    AggregatedListAcceleratorTypesRequest request =
        AggregatedListAcceleratorTypesRequest.newBuilder()
            .setProject(project)
            .setMaxResults(MOST_A_PAGE)
            .setReturnPartialSuccess(true)
            .build();
    Map<String, Set<String>> byZone = new TreeMap<>();
    try {
      for (var scope : acceleratorTypes.aggregatedList(request).iterateAll()) {
        String zone = zone(scope.getKey());
        noteSilence(zone, scope.getValue().getWarning(), silent);
        for (AcceleratorType type : scope.getValue().getAcceleratorTypesList()) {
          byZone.computeIfAbsent(zone, any -> new TreeSet<>()).add(type.getName());
        }
      }
    } catch (ApiException e) {
      throw faults.name("listing accelerator types", e);
    }
    return byZone;
  }

  private Map<String, RegionQuota> listQuotas() throws ProviderException {
    Map<String, RegionQuota> byRegion = new HashMap<>();
    try {
      for (Region region : regions.list(project).iterateAll()) {
        byRegion.put(region.getName(), RegionQuota.of(region));
      }
    } catch (ApiException e) {
      throw faults.name("listing quotas", e);
    }
    return byRegion;
  }

  private static void noteSilence(String zone, Warning warning, Map<String, String> silent) {
    String code = warning.getCode();
    if (!code.isEmpty() && !code.equals(NOTHING_HERE)) {
      silent.put(zone, "%s %s".formatted(code, warning.getMessage()).strip());
    }
  }

  private static String zone(String scope) {
    return scope.startsWith(ZONES) ? scope.substring(ZONES.length()) : scope;
  }

  private static MachineTypesClient machineTypes(
      GcpSettings settings, CredentialsProvider credentials) throws IOException {
    MachineTypesSettings.Builder builder = MachineTypesSettings.newBuilder();
    settings.computeEndpoint().ifPresent(builder::setEndpoint);
    builder.setCredentialsProvider(credentials);
    Patience.none(builder.aggregatedListSettings(), settings.timeLimit());
    return MachineTypesClient.create(builder.build());
  }

  private static AcceleratorTypesClient acceleratorTypes(
      GcpSettings settings, CredentialsProvider credentials) throws IOException {
    AcceleratorTypesSettings.Builder builder = AcceleratorTypesSettings.newBuilder();
    settings.computeEndpoint().ifPresent(builder::setEndpoint);
    builder.setCredentialsProvider(credentials);
    Patience.none(builder.aggregatedListSettings(), settings.timeLimit());
    return AcceleratorTypesClient.create(builder.build());
  }

  private static RegionsClient regions(GcpSettings settings, CredentialsProvider credentials)
      throws IOException {
    RegionsSettings.Builder builder = RegionsSettings.newBuilder();
    settings.computeEndpoint().ifPresent(builder::setEndpoint);
    builder.setCredentialsProvider(credentials);
    Patience.none(builder.listSettings(), settings.timeLimit());
    return RegionsClient.create(builder.build());
  }
}
