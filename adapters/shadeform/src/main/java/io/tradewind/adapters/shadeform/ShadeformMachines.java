package io.tradewind.adapters.shadeform;

import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import io.tradewind.api.Secret;
import io.tradewind.rest.BootScript;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.NamedMachines;
import io.tradewind.rest.RefusalWords;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machines of one Shadeform account, in whichever cloud they are. They know no cloud-init, but
 * a script that is run once they are up.
 *
 * @param maker asks for machines and for what they need; client for all else
 */
record ShadeformMachines(RestClient client, RestClient maker) implements NamedMachines.RestApi {
  private static final int GONE = 404;

  /** What a cloud said is passed on in its own words. */
  private static final RefusalWords WORDS =
      RefusalWords.of(
          "quota|limit|insufficient (funds|balance|credit)|wallet|spend",
          "out of stock|capacity|no longer available|not available|unavailable|sold out");

  ShadeformMachines(RestClient client) {
    this(client, client.making().with(WORDS));
  }

  @Override
  public List<NamedMachines.Told> list() throws ProviderException {
    return client.read(
        Call.get("/v1/instances"),
        reply -> {
          List<NamedMachines.Told> machines = new ArrayList<>();
          for (Json row : reply.whole().items("instances")) {
            machines.add(told(row));
          }
          return machines;
        });
  }

  @Override
  public NamedMachines.Making prepare(NamedMachines.Order order) throws ProviderException {
    Offer offer = order.offer();
    Wanted wanted = wanted(offer);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cloud", wanted.cloud());
    fields.put("region", offer.region().name());
    fields.put("shade_instance_type", wanted.type());
    fields.put("shade_cloud", true);
    fields.put("name", order.name());
    wanted.system().ifPresent(system -> fields.put("os", system));
    fields.put(
        "launch_configuration",
        Map.of(
            "type",
            "script",
            "script_configuration",
            Map.of("base64_script", encoded(BootScript.of(order.document())))));
    return () ->
        maker.read(Call.post("/v1/instances/create", fields), reply -> reply.whole().text("id"));
  }

  @Override
  public void delete(String id) throws ProviderException {
    Call call = Call.post("/v1/instances/%s/delete".formatted(id), Map.of()).nothingOn(GONE);
    var unused = client.readIfAny(call, reply -> id);
  }

  /** Shadeform's own words for a machine, which an offer does not tell. */
  private record Wanted(String cloud, String type, Optional<String> system) {}

  private Wanted wanted(Offer offer) throws ProviderException {
    List<Wanted> found = new ArrayList<>();
    maker.read(
        Call.get("/v1/instances/types"),
        reply ->
            reply.each(
                "instance_types",
                row -> {
                  if (isOf(row, offer)) {
                    found.add(
                        new Wanted(
                            row.text("cloud"),
                            row.text("shade_instance_type"),
                            system(row.object("configuration").texts("os_options"))));
                  }
                }));
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new ProviderException(
                    ShadeformProvider.ID,
                    Fault.NO_CAPACITY,
                    "%s is not available in %s any more"
                        .formatted(offer.instanceType().name(), offer.region())));
  }

  private static boolean isOf(Json row, Offer offer) throws RefusedRow {
    boolean isOfType =
        Sellers.of(row.text("cloud")).equals(offer.provider())
            && row.text("cloud_instance_type").equals(offer.instanceType().name());
    if (!isOfType) {
      return false;
    }
    for (Json place : row.items("availability")) {
      if (place.text("region").equals(offer.region().name())) {
        return place.flag("available");
      }
    }
    return false;
  }

  /** The newest Ubuntu with the driver, by its name; else what the cloud takes by itself. */
  private static Optional<String> system(List<String> options) {
    return options.stream()
        .filter(option -> option.startsWith("ubuntu") && option.contains("cuda"))
        .max(Comparator.naturalOrder());
  }

  private static String encoded(Secret script) {
    return Base64.getEncoder().encodeToString(script.reveal().getBytes(StandardCharsets.UTF_8));
  }

  private static NamedMachines.Told told(Json row) throws RefusedRow {
    String status = row.text("status");
    return new NamedMachines.Told(
        row.text("id"),
        row.optionalText("name").orElse(""),
        new Region(Sellers.of(row.text("cloud")), row.text("region")),
        switch (status) {
          case "creating", "pending_provider", "pending" -> Instance.State.PENDING;
          case "active" -> Instance.State.RUNNING;
          case "deleted" -> Instance.State.TERMINATED;
          default -> Instance.State.STOPPING;
        },
        // Its cloud failed to make it; until it is deleted it stays in the list.
        status.equals("error"));
  }
}
