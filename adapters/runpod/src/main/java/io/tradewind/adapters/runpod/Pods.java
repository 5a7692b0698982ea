package io.tradewind.adapters.runpod;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import io.tradewind.rest.BootScript;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.NamedMachines;
import io.tradewind.rest.RefusalWords;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The machines of one RunPod account, which are containers: of the workload's image, where it names
 * one, with the agent in it.
 *
 * @param maker asks for machines; client for all else
 * @param image of workloads that name none, for cards of NVIDIA
 * @param diskGigabytes of a container
 */
record Pods(RestClient client, RestClient maker, GpuNames names, String image, int diskGigabytes)
    implements NamedMachines.RestApi {
  private static final String PATH = "/v1/pods";
  private static final int LONGEST_NAME = 191;
  private static final int CREATED = 201;
  private static final int DONE = 204;
  private static final int GONE = 404;

  /** Neither status nor code tells the reasons apart. */
  private static final RefusalWords WORDS =
      RefusalWords.of(
          "balance|spend limit|quota|maximum number",
          "no longer any instances|no instances currently|does not have the resources|not enough"
              + " free|no resources|out of stock|unavailable");

  /** With the key that RunPod gives to every pod, for that pod alone. */
  private static final String END =
      """
      runpodctl remove pod "$RUNPOD_POD_ID" || curl -fsS -X DELETE \\
        -H "Authorization: Bearer $RUNPOD_API_KEY" "https://rest.runpod.io/v1/pods/$RUNPOD_POD_ID"\
      """;

  Pods(RestClient client, GpuNames names, String image, int diskGigabytes) {
    this(client, client.making().with(WORDS), names, image, diskGigabytes);
  }

  @Override
  public int longestName() {
    return LONGEST_NAME;
  }

  @Override
  public List<NamedMachines.Told> list() throws ProviderException {
    List<NamedMachines.Told> machines = new ArrayList<>();
    return client.read(
        Call.get(PATH + "?includeMachine=true"),
        reply -> {
          reply.each(row -> machines.add(told(row)));
          return machines;
        });
  }

  @Override
  public NamedMachines.Making prepare(NamedMachines.Order order) throws ProviderException {
    Offer offer = order.offer();
    AcceleratorSet devices = offer.accelerators().orElseThrow();
    boolean isSecure = Site.isSecure(offer);
    String wanted = order.image().isPresent() ? order.image().get() : usual(devices);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", order.name());
    fields.put("computeType", "GPU");
    fields.put("cloudType", isSecure ? "SECURE" : "COMMUNITY");
    fields.put("gpuTypeIds", List.of(names.of(offer.instanceType(), devices)));
    fields.put("gpuCount", (int) devices.count());
    if (isSecure) {
      fields.put("dataCenterIds", List.of(offer.zone().orElseThrow()));
    } else {
      fields.put("countryCodes", List.of(offer.region().name()));
    }
    fields.put("interruptible", offer.capacityType() == CapacityType.SPOT);
    fields.put("containerDiskInGb", diskGigabytes);
    fields.put("volumeInGb", 0);
    // Nobody calls in.
    fields.put("ports", List.of());
    fields.put("imageName", wanted);
    fields.put("env", Map.of("TRADEWIND_IMAGE", wanted));
    fields.put("dockerEntrypoint", List.of("sh", "-c"));
    fields.put("dockerStartCmd", List.of(BootScript.inside(order.document(), END).reveal()));
    return () ->
        maker.read(Call.post(PATH, fields).answeredOn(CREATED), reply -> reply.whole().text("id"));
  }

  @Override
  public void delete(String id) throws ProviderException {
    var unused =
        client.readIfAny(
            Call.delete(PATH + "/" + id).nothingOn(DONE, GONE), reply -> reply.whole());
  }

  private String usual(AcceleratorSet devices) throws ProviderException {
    if (!devices.model().stack().equals("cuda")) {
      throw new ProviderException(
          RunPodProvider.ID,
          Fault.NO_CAPACITY,
          "a workload without an image cannot use a %s here".formatted(devices.model().name()));
    }
    return image;
  }

  private static NamedMachines.Told told(Json row) throws RefusedRow {
    String status = row.text("desiredStatus");
    return new NamedMachines.Told(
        row.text("id"),
        row.optionalText("name").orElse(""),
        region(row),
        switch (status) {
          case "RUNNING" -> Instance.State.RUNNING;
          case "TERMINATED" -> Instance.State.TERMINATED;
          default -> Instance.State.STOPPING;
        },
        // Ended from within, or taken back: its disk is paid for until it is deleted.
        status.equals("EXITED"));
  }

  /** Until it has a machine, a pod is nowhere. */
  private static Region region(Json row) throws RefusedRow {
    Json machine = row.optionalObject("machine").orElse(row);
    String center = machine.optionalText("dataCenterId").orElse("");
    return center.isEmpty()
        ? new Region(RunPodProvider.ID, machine.optionalText("location").orElse("unknown"))
        : Site.secure(center).region();
  }
}
