package io.tradewind.adapters.vultr;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import io.tradewind.api.Secret;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.NamedMachines;
import io.tradewind.rest.RefusalWords;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The virtual machines of one Vultr account. Bare machines and preemptible ones are listed only.
 *
 * @param maker asks for machines; client for all else
 * @param acceleratedImage the id of an image that has the driver; empty where nobody has named one
 */
record VultrMachines(RestClient client, RestClient maker, Optional<String> acceleratedImage)
    implements NamedMachines.RestApi {
  private static final String PATH = "/v2/instances";
  private static final int UBUNTU_24_04 = 2284;
  private static final int MOST_PAGES = 50;
  private static final int UNDER_WAY = 202;
  private static final int DONE = 204;
  private static final int GONE = 404;

  /** Its code is the same for all reasons. */
  private static final RefusalWords WORDS = RefusalWords.of("limit|maximum", "not available");

  VultrMachines(RestClient client, Optional<String> acceleratedImage) {
    this(client, client.making().with(WORDS), acceleratedImage);
  }

  @Override
  public List<NamedMachines.Told> list() throws ProviderException {
    List<NamedMachines.Told> machines = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 1; page <= MOST_PAGES; page++) {
      Map<String, String> parameters = new LinkedHashMap<>(Map.of("per_page", "500"));
      cursor.ifPresent(after -> parameters.put("cursor", after));
      Json rest =
          client.read(
              Call.get(PATH, parameters),
              reply -> {
                Json whole = reply.whole();
                for (Json row : whole.items("instances")) {
                  machines.add(told(row));
                }
                return whole;
              });
      cursor = VultrProvider.next(rest);
      if (cursor.isEmpty()) {
        return machines;
      }
    }
    throw failure(
        Fault.UNEXPECTED, "The list of machines has more than %d pages.".formatted(MOST_PAGES));
  }

  private static NamedMachines.Told told(Json row) throws RefusedRow {
    String status = row.text("status");
    boolean isOff =
        status.equals("active")
            && row.text("power_status").equals("stopped")
            && row.text("server_status").equals("ok");
    return new NamedMachines.Told(
        row.text("id"),
        row.text("label"),
        new Region(VultrProvider.ID, row.text("region")),
        switch (status) {
          case "pending" -> Instance.State.PENDING;
          case "active" -> Instance.State.RUNNING;
          default -> Instance.State.STOPPING;
        },
        isOff);
  }

  @Override
  public NamedMachines.Making prepare(NamedMachines.Order order) throws ProviderException {
    Offer offer = order.offer();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("region", offer.region().name());
    fields.put("plan", offer.instanceType().name());
    fields.put("label", order.name());
    fields.put("backups", "disabled");
    fields.put("activation_email", false);
    fields.put("user_data", encoded(order.document()));
    fields.putAll(image(offer));
    return () ->
        maker.read(
            Call.post(PATH, fields).answeredOn(UNDER_WAY),
            reply -> reply.whole().object("instance").text("id"));
  }

  /** A machine without a driver is no capacity: it would be paid for, and nothing could use it. */
  private Map<String, Object> image(Offer offer) throws ProviderException {
    if (offer.instanceType().name().startsWith("vbm-")) {
      throw failure(Fault.NO_CAPACITY, "bare machines are listed and not started");
    }
    if (offer.capacityType() != CapacityType.ON_DEMAND) {
      throw failure(Fault.NO_CAPACITY, "preemptible machines are listed and not started");
    }
    if (offer.accelerators().isEmpty()) {
      return Map.of("os_id", UBUNTU_24_04);
    }
    return Map.of(
        "image_id",
        acceleratedImage.orElseThrow(
            () ->
                failure(
                    Fault.NO_CAPACITY,
                    "no image with the driver is named; set tradewind.vultr.accelerated-image")));
  }

  @Override
  public void delete(String id) throws ProviderException {
    var unused =
        client.readIfAny(
            Call.delete(PATH + "/" + id).nothingOn(DONE, GONE), reply -> reply.whole());
  }

  private static String encoded(Secret userData) {
    return Base64.getEncoder().encodeToString(userData.reveal().getBytes(StandardCharsets.UTF_8));
  }

  private static ProviderException failure(Fault fault, String message) {
    return new ProviderException(VultrProvider.ID, fault, message);
  }
}
