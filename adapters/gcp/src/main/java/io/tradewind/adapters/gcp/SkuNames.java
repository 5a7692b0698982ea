package io.tradewind.adapters.gcp;

import com.google.cloud.billing.v1.Sku;
import io.tradewind.api.CapacityType;
import io.tradewind.api.OfferFeed.Reason;
import io.tradewind.rest.RefusedRow;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a SKU of the billing catalogue prices. Nothing but its description says so; the forms were
 * seen in the public catalogue. A price for a commitment, a reservation or a calendar is no price
 * of a machine that starts now, though the catalogue calls some of them OnDemand.
 */
final class SkuNames {
  private static final Set<String> SOLD_NOW = Set.of("OnDemand", "Preemptible");
  private static final Pattern OTHER_TERMS =
      Pattern.compile(
          "commitment|sole tenancy|reserv|premium|custom|calendar|dws|flex.?start"
              + "|defined duration|suspended|upgrade|extended|licens|workstation|vws|\\bgrid\\b"
              + "|overcommit|discount");
  private static final Pattern SPOT = Pattern.compile("\\bspot\\b|preemptible");
  private static final Pattern MACHINE_PART =
      Pattern.compile("^(.+?)(?: amd| arm)?(?: instance)? (core|ram)\\b.*");
  private static final Pattern ACCELERATOR = Pattern.compile("\\bgpu\\b|^rtx |^nvidia ");
  private static final Pattern TPU = Pattern.compile("\\btpu[ -]?v?(\\d+[a-z]*)");

  private static final Map<String, String> FAMILIES =
      Map.of(
          "n1 predefined", "n1",
          "a3plus", "a3-megagpu",
          "a3ultra", "a3-ultragpu",
          "compute optimized", "c2",
          "memory-optimized", "m1",
          "m3 memory-optimized", "m3");
  private static final Map<String, String> TPU_PREFIXES =
      Map.of("4", "v4", "5e", "v5litepod", "5p", "v5p", "6e", "v6e");
  private static final Set<String> RETIRING_TPUS = Set.of("2", "3");

  /** Longer beginnings first. */
  private static final Map<String, String> ACCELERATORS = accelerators();

  private SkuNames() {}

  /** Empty when it prices nothing that is listed here. */
  static Optional<Part> part(Sku sku) throws RefusedRow {
    String text = sku.getDescription().toLowerCase(Locale.ROOT).strip();
    if (!SOLD_NOW.contains(sku.getCategory().getUsageType()) || OTHER_TERMS.matcher(text).find()) {
      return Optional.empty();
    }
    String bare = text.replaceFirst("^(spot )?preemptible |^spot ", "");
    Matcher tpu = TPU.matcher(bare);
    if (tpu.find()) {
      return tpu(tpu.group(1), bare);
    }
    if (bare.startsWith("ssd backed local storage")) {
      return Optional.of(Part.LOCAL_SSD);
    }
    return ACCELERATOR.matcher(bare).find() ? accelerator(bare) : machinePart(bare);
  }

  /** TPUs that may be taken back are called OnDemand too, so the description counts. */
  static CapacityType capacity(Sku sku) {
    boolean isSpot =
        sku.getCategory().getUsageType().equals("Preemptible")
            || SPOT.matcher(sku.getDescription().toLowerCase(Locale.ROOT)).find();
    return isSpot ? CapacityType.SPOT : CapacityType.ON_DEMAND;
  }

  private static Optional<Part> tpu(String generation, String text) throws RefusedRow {
    if (RETIRING_TPUS.contains(generation)) {
      return Optional.empty();
    }
    String prefix = TPU_PREFIXES.get(generation);
    if (prefix == null) {
      throw unknown(text);
    }
    return Optional.of(new Part(Part.Kind.TPU_CHIP, prefix));
  }

  private static Optional<Part> accelerator(String text) throws RefusedRow {
    for (Map.Entry<String, String> known : ACCELERATORS.entrySet()) {
      if (text.startsWith(known.getKey())) {
        Part.Kind kind =
            text.contains("gpu slice") ? Part.Kind.MACHINE_SLICE : Part.Kind.ACCELERATOR;
        return Optional.of(new Part(kind, known.getValue()));
      }
    }
    throw unknown(text);
  }

  private static Optional<Part> machinePart(String text) {
    Matcher matcher = MACHINE_PART.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Part.Kind kind = matcher.group(2).equals("core") ? Part.Kind.VCPU : Part.Kind.MEMORY;
    String family = FAMILIES.getOrDefault(matcher.group(1), matcher.group(1));
    return family.matches("[a-z0-9-]+") ? Optional.of(new Part(kind, family)) : Optional.empty();
  }

  private static RefusedRow unknown(String text) {
    return new RefusedRow(
        Reason.UNKNOWN_ACCELERATOR,
        "'%s' names no accelerator that this adapter knows".formatted(text));
  }

  private static Map<String, String> accelerators() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("nvidia tesla a100 80gb", "nvidia-a100-80gb");
    names.put("nvidia tesla a100", "nvidia-tesla-a100");
    names.put("nvidia h100 80gb mega", "nvidia-h100-mega-80gb");
    names.put("nvidia h100 80gb plus", "nvidia-h100-mega-80gb");
    names.put("nvidia h100 mega 80gb", "nvidia-h100-mega-80gb");
    names.put("nvidia h100 80gb", "nvidia-h100-80gb");
    names.put("nvidia h200 141gb", "nvidia-h200-141gb");
    names.put("h200 141gb", "nvidia-h200-141gb");
    names.put("nvidia b200", "nvidia-b200");
    names.put("nvidia l4", "nvidia-l4");
    names.put("rtx 6000 96gb", "nvidia-rtx-pro-6000");
    names.put("nvidia rtx 6000 96gb", "nvidia-rtx-pro-6000");
    names.put("nvidia tesla t4", "nvidia-tesla-t4");
    names.put("nvidia tesla v100", "nvidia-tesla-v100");
    names.put("nvidia tesla p100", "nvidia-tesla-p100");
    names.put("nvidia tesla p4", "nvidia-tesla-p4");
    names.put("nvidia tesla k80", "nvidia-tesla-k80");
    return names;
  }
}
