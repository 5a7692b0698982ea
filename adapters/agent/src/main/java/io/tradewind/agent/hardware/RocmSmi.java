package io.tradewind.agent.hardware;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradewind.api.agent.Heartbeat.DeviceReading;
import io.tradewind.api.agent.Inventory.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** AMD's {@code rocm-smi --json}: an object for each card, its fields named as for people. */
final class RocmSmi implements Devices {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> POWER =
      List.of("Average Graphics Package Power (W)", "Current Socket Graphics Package Power (W)");

  private final HardwarePrograms programs;

  RocmSmi(HardwarePrograms programs) {
    this.programs = programs;
  }

  @Override
  public String vendor() {
    return "0x1002";
  }

  @Override
  public List<Device> devices() throws InterruptedException {
    JsonNode answer =
        ask("--showproductname", "--showmeminfo", "vram", "--showuniqueid", "--showdriverversion");
    String driver = first(answer.path("system"), "Driver version").orElse("unknown");
    List<Device> devices = new ArrayList<>();
    for (Map.Entry<String, JsonNode> card : cards(answer)) {
      JsonNode fields = card.getValue();
      Double bytes = number(fields, "VRAM Total Memory (B)");
      devices.add(
          new Device(
              first(fields, "Card Series", "Card series", "Card Model").orElse("AMD device"),
              bytes == null ? 0 : (long) (bytes / (1024 * 1024)),
              "amdgpu " + driver,
              name(card)));
    }
    return devices;
  }

  @Override
  public List<DeviceReading> readings() throws InterruptedException {
    JsonNode answer = ask("--showuse", "--showpower", "--showmeminfo", "vram", "--showuniqueid");
    List<DeviceReading> readings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> card : cards(answer)) {
      JsonNode fields = card.getValue();
      Double percent = number(fields, "GPU use (%)");
      Double used = number(fields, "VRAM Total Used Memory (B)");
      readings.add(
          new DeviceReading(
              name(card),
              percent == null ? null : Math.min(1, percent / 100),
              number(fields, POWER.toArray(String[]::new)),
              used == null ? null : (long) (used / (1024 * 1024))));
    }
    return readings;
  }

  private static String name(Map.Entry<String, JsonNode> card) {
    return first(card.getValue(), "Unique ID")
        .filter(id -> !id.equals("N/A"))
        .orElse(card.getKey());
  }

  private JsonNode ask(String... what) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("rocm-smi"));
    command.addAll(List.of(what));
    command.add("--json");
    String answer = programs.ask(command).orElse("{}");
    try {
      // Warnings may be printed before it.
      return JSON.readTree(answer.substring(Math.max(0, answer.indexOf('{'))));
    } catch (JsonProcessingException e) {
      Logger.getLogger(RocmSmi.class.getName()).warning("rocm-smi answered no JSON: " + e);
      return JSON.createObjectNode();
    }
  }

  private static List<Map.Entry<String, JsonNode>> cards(JsonNode answer) {
    return answer.properties().stream()
        .filter(entry -> entry.getKey().matches("card\\d+"))
        .sorted(Map.Entry.comparingByKey())
        .toList();
  }

  private static Optional<String> first(JsonNode fields, String... names) {
    return List.of(names).stream()
        .map(name -> fields.path(name).asText(""))
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  private static @Nullable Double number(JsonNode fields, String... names) {
    return first(fields, names)
        .filter(text -> text.matches("\\d{1,16}(\\.\\d{1,6})?"))
        .map(Double::valueOf)
        .orElse(null);
  }
}
