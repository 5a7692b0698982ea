package io.tradewind.adapters.runpod;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.InstanceType;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.RememberedFor;
import io.tradewind.rest.RestClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What RunPod calls a card when one is asked for, by the name that offers show. */
final class GpuNames {
  private final RestClient lists;
  private final RememberedFor<Map<String, String>> known;

  /**
   * @param lists asked once, without a key
   */
  GpuNames(RestClient lists, Clock clock) {
    this.lists = lists.making();
    this.known = new RememberedFor<>(clock, Duration.ofHours(1));
  }

  String of(InstanceType type, AcceleratorSet devices) throws ProviderException {
    return Optional.ofNullable(known.read(this::read).value().get(type.name()))
        .orElseThrow(
            () ->
                new ProviderException(
                    RunPodProvider.ID,
                    Fault.NO_CAPACITY,
                    "%s is not sold any more".formatted(devices.model().name())));
  }

  private Map<String, String> read() throws ProviderException {
    Map<String, String> names = new HashMap<>();
    return lists.read(
        Call.post("/graphql", Queries.NAMES),
        reply -> {
          for (Json gpu : RunPodProvider.data(reply.whole()).items("gpuTypes")) {
            for (int count : Queries.COUNTS) {
              names.put(GpuRow.typeName(gpu, count), gpu.text("id"));
            }
          }
          return names;
        });
  }
}
