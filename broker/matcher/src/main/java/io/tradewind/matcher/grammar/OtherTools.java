package io.tradewind.matcher.grammar;

import java.util.Map;
import java.util.Optional;

/** Keys that people bring from other tools, and what to write here instead. */
final class OtherTools {
  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("cloud", "Write placement: { providers: { allow: [NAME] } }."),
          Map.entry("infra", "Write placement: { regions: { allow: [NAME] } }."),
          Map.entry("region", "Write placement: { regions: { allow: [NAME] } }."),
          Map.entry("zone", "Write placement: { regions: { allow: [NAME] } }; zones are chosen."),
          Map.entry("instance_type", "Say what it must have: accelerators, cpus, memory."),
          Map.entry("image_id", "Write image: REFERENCE at the top."),
          Map.entry("accelerator_args", "A TPU slice is named whole: tpu-v5litepod-8."),
          Map.entry("commands", "Write run: with the lines to run."),
          Map.entry("workdir", "Fetch the code in setup, or build it into the image."),
          Map.entry("file_mounts", "Name the data under data: with uri, size and region."),
          Map.entry("max_price", "Write limits: { max_price_hour: 30 USD }."),
          Map.entry(
              "utilization_policy",
              "Nobody observes accelerators yet; write idle_stop: 30m, which watches processors."),
          Map.entry("autostop", "Write idle_stop: 30m."),
          Map.entry("spot_policy", "Write resources: { capacity: spot }."));

  private OtherTools() {}

  static Optional<String> advice(String key) {
    return Optional.ofNullable(ADVICE.get(key));
  }
}
