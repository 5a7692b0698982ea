package io.tradewind.server.agent;

import io.tradewind.api.AcceleratorModel;
import io.tradewind.api.DeviceNames;
import io.tradewind.api.Memory;
import io.tradewind.api.agent.Inventory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the devices that an agent reports may be sold: those of one known model whose memory is
 * that model's, and that no other machine reports.
 */
final class DeviceCheck {
  /** Drivers keep a part for themselves; a relabelled card is off by more. */
  private static final double LEAST_SHARE = 0.85;

  private static final double MOST_SHARE = 1.10;

  private final List<String> notes = new ArrayList<>();

  private DeviceCheck() {}

  /**
   * @param note what is not sold, and why; empty when all is well
   */
  record Verdict(Optional<AcceleratorModel> model, int count, Optional<String> note) {}

  /**
   * @param elsewhere names of devices that agents on other machines report
   */
  static Verdict of(List<Inventory.Device> devices, Set<String> elsewhere) {
    return new DeviceCheck().judge(devices, elsewhere);
  }

  private Verdict judge(List<Inventory.Device> devices, Set<String> elsewhere) {
    Map<AcceleratorModel, Integer> sound = new LinkedHashMap<>();
    for (Inventory.Device device : devices) {
      sound(device, elsewhere).ifPresent(model -> sound.merge(model, 1, Integer::sum));
    }
    Optional<Map.Entry<AcceleratorModel, Integer>> most =
        sound.entrySet().stream().max(Comparator.comparingInt(Map.Entry::getValue));
    sound.keySet().stream()
        .filter(model -> !model.equals(most.get().getKey()))
        .forEach(
            model ->
                notes.add(
                    "%s is not sold: the machine has more of %s, and one model a machine is sold."
                        .formatted(model.name(), most.get().getKey().name())));
    return new Verdict(
        most.map(Map.Entry::getKey),
        most.map(Map.Entry::getValue).orElse(0),
        notes.isEmpty()
            ? Optional.empty()
            : Optional.of(String.join(" ", notes.stream().distinct().toList())));
  }

  private Optional<AcceleratorModel> sound(Inventory.Device device, Set<String> elsewhere) {
    Memory memory = new Memory(Math.max(0, device.memoryMib()));
    Optional<AcceleratorModel> model = DeviceNames.model(device.name(), memory);
    if (model.isEmpty()) {
      notes.add(
          "'%s' with %s is no accelerator that this broker knows, so it is not sold. GET /api/v1/accelerators lists what is known."
              .formatted(device.name(), memory));
    } else if (elsewhere.contains(device.uuid())) {
      notes.add(
          "Device %s is reported by another machine too, so it is not sold here."
              .formatted(device.uuid()));
    } else if (!isOf(model.get(), memory)) {
      notes.add(
          "Device %s calls itself %s and has %s, where that model has %s: it is not sold."
              .formatted(device.uuid(), model.get().name(), memory, model.get().memory()));
    } else {
      return model;
    }
    return Optional.empty();
  }

  /** A driver that tells no memory is not held to it. */
  private static boolean isOf(AcceleratorModel model, Memory memory) {
    double sold = model.memory().mebibytes();
    return sold == 0
        || memory.equals(Memory.NONE)
        || (memory.mebibytes() >= LEAST_SHARE * sold && memory.mebibytes() <= MOST_SHARE * sold);
  }
}
