package io.tradewind.adapters.vultr;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Architecture;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Interconnect;
import io.tradewind.api.Memory;
import io.tradewind.rest.AcceleratorNames;
import io.tradewind.rest.Json;
import io.tradewind.rest.OfferBook;
import io.tradewind.rest.RefusedRow;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bare machine. Its accelerators stand only in its id, {@code vbm-112c-2048gb-8-h100-gpu}; an id
 * without a count has one.
 */
record MetalPlan(OfferBook book) {
  private static final Pattern ACCELERATED =
      Pattern.compile("vbm-\\d+c-\\d+gb(?:-(\\d+))?-([a-z0-9-]+)-gpu");
  private static final double MEBIBYTES = 1024;

  void read(Json plan) throws RefusedRow {
    Optional<AcceleratorSet> devices = devices(plan.text("id"));
    InstanceType type =
        new InstanceType(
            plan.text("id"),
            devices,
            plan.quantity("cpu_threads"),
            Memory.ofGibibytes(plan.quantity("ram") / MEBIBYTES),
            devices.map(AcceleratorNames::host).orElse(Architecture.X86_64),
            Interconnect.UNKNOWN);
    Plans.add(plan, type, book);
  }

  private static Optional<AcceleratorSet> devices(String id) throws RefusedRow {
    Matcher parts = ACCELERATED.matcher(id);
    if (!parts.matches()) {
      return Optional.empty();
    }
    double count = parts.group(1) == null ? 1 : Double.parseDouble(parts.group(1));
    return Optional.of(AcceleratorNames.devices(count, parts.group(2).toUpperCase(Locale.ROOT)));
  }
}
