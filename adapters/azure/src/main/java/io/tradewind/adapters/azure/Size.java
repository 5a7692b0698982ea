package io.tradewind.adapters.azure;

import com.azure.resourcemanager.compute.fluent.models.ResourceSkuInner;
import com.azure.resourcemanager.compute.models.ResourceSkuCapabilities;
import com.azure.resourcemanager.compute.models.ResourceSkuLocationInfo;
import com.azure.resourcemanager.compute.models.ResourceSkuRestrictionInfo;
import com.azure.resourcemanager.compute.models.ResourceSkuRestrictions;
import com.azure.resourcemanager.compute.models.ResourceSkuRestrictionsReasonCode;
import com.azure.resourcemanager.compute.models.ResourceSkuRestrictionsType;
import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.Availability;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.rest.RefusedRow;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A machine size as Azure tells it to one subscription, in one region.
 *
 * @param quota the name of the quota that it counts against
 * @param isSoldAsSpot whether it can be had with low priority
 */
record Size(InstanceType type, String quota, boolean isSoldAsSpot, List<Place> places) {

  /**
   * Where it is on sale.
   *
   * @param zone as the subscription numbers them; empty in a region without zones
   * @param restriction why this subscription may not start it there
   */
  record Place(Optional<String> zone, Optional<Availability.State> restriction) {}

  /**
   * @param region in Azure's small letters
   */
  static Size of(ResourceSkuInner told, String region) throws RefusedRow {
    Told capabilities = new Told(told);
    return new Size(
        type(capabilities),
        orEmpty(told.family()),
        capabilities.is("LowPriorityCapable"),
        places(told, region));
  }

  /** Letters and spaces differ between Azure's interfaces: {@code West US 3}, {@code WestUS3}. */
  static boolean isSame(@Nullable String location, String region) {
    return location != null && location.replace(" ", "").toLowerCase(Locale.ROOT).equals(region);
  }

  private static InstanceType type(Told told) throws RefusedRow {
    Optional<AcceleratorSet> accelerators = accelerators(told);
    return new InstanceType(
        told.name(),
        accelerators,
        told.vcpus(),
        Memory.ofGibibytes(told.number("MemoryGB")),
        told.text("CpuArchitectureType").equalsIgnoreCase("arm64")
            ? Architecture.ARM64
            : accelerators
                .flatMap(set -> set.model().hostArchitecture())
                .orElse(Architecture.X86_64),
        told.is("RdmaEnabled") ? Interconnect.RDMA : Interconnect.ETHERNET);
  }

  /**
   * Azure tells a count, but no model; of a share of a device it tells a whole one, and of some
   * sizes nothing. So the table's count stands, unless the two cannot both be right.
   */
  private static Optional<AcceleratorSet> accelerators(Told told) throws RefusedRow {
    double count = told.has("GPUs") ? told.number("GPUs") : 0;
    Optional<AcceleratorSet> known = Sizes.find(told.name()).flatMap(InstanceType::accelerators);
    if (known.isEmpty() && (count > 0 || Sizes.isAccelerated(told.name()))) {
      throw AzureRetailProvider.unknown(told.name());
    }
    if (known.isPresent() && count > 0 && Math.ceil(known.get().count()) != count) {
      throw RefusedRow.malformed(
          "it tells %s GPUs; gpu-shapes.csv says %s".formatted(count, known.get()));
    }
    return known;
  }

  private static List<Place> places(ResourceSkuInner told, String region) {
    List<String> zones =
        orEmpty(told.locationInfo()).stream()
            .filter(info -> isSame(info.location(), region))
            .map(ResourceSkuLocationInfo::zones)
            .flatMap(names -> orEmpty(names).stream())
            .distinct()
            .sorted()
            .toList();
    List<Optional<String>> all =
        zones.isEmpty() ? List.of(Optional.empty()) : zones.stream().map(Optional::of).toList();
    return all.stream().map(zone -> new Place(zone, restriction(told, region, zone))).toList();
  }

  private static Optional<Availability.State> restriction(
      ResourceSkuInner told, String region, Optional<String> zone) {
    return orEmpty(told.restrictions()).stream()
        .filter(it -> applies(it, region, zone))
        .map(Size::state)
        .findFirst();
  }

  private static boolean applies(ResourceSkuRestrictions it, String region, Optional<String> zone) {
    ResourceSkuRestrictionInfo info = it.restrictionInfo();
    boolean isHere =
        orEmpty(it.values()).stream().anyMatch(value -> isSame(value, region))
            || (info != null
                && orEmpty(info.locations()).stream().anyMatch(value -> isSame(value, region)));
    if (it.type() == ResourceSkuRestrictionsType.ZONE) {
      return isHere && info != null && zone.stream().anyMatch(orEmpty(info.zones())::contains);
    }
    return isHere;
  }

  /** What may not be started for want of a contract is like what one has no quota for. */
  private static Availability.State state(ResourceSkuRestrictions it) {
    return it.reasonCode() == ResourceSkuRestrictionsReasonCode.QUOTA_ID
        ? Availability.State.NO_QUOTA
        : Availability.State.UNAVAILABLE;
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Capabilities, which are texts by name. */
  private record Told(String name, Map<String, String> values) {
    Told(ResourceSkuInner told) {
      this(orEmpty(told.name()), values(told));
    }

    private static Map<String, String> values(ResourceSkuInner told) {
      Map<String, String> values = new HashMap<>();
      for (ResourceSkuCapabilities each : orEmpty(told.capabilities())) {
        values.put(orEmpty(each.name()), orEmpty(each.value()));
      }
      return values;
    }

    boolean has(String capability) {
      return values.containsKey(capability);
    }

    String text(String capability) {
      return values.getOrDefault(capability, "");
    }

    boolean is(String capability) {
      return text(capability).equalsIgnoreCase("true");
    }

    double number(String capability) throws RefusedRow {
      String text = text(capability);
      if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
        throw RefusedRow.malformed("%s is '%s'; expected a number".formatted(capability, text));
      }
      return Double.parseDouble(text);
    }

    /** Of a size with some of its cores switched off, those that are left. */
    double vcpus() throws RefusedRow {
      double count = number(has("vCPUsAvailable") ? "vCPUsAvailable" : "vCPUs");
      if (count == 0) {
        throw RefusedRow.malformed("it has no vCPUs; expected a number above zero");
      }
      return count;
    }
  }
}
