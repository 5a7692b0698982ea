package io.tradewind.adapters.digitalocean;

import io.tradewind.api.AcceleratorSet;
import io.tradewind.api.Instance;
import io.tradewind.api.InstanceType;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.NamedMachines;
import io.tradewind.rest.RefusalWords;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machines of one DigitalOcean account.
 *
 * @param maker asks for machines; client for all else
 * @param sshKey the fingerprint of a key in the account: no GPU is started without one
 */
record Droplets(RestClient client, RestClient maker, String sshKey)
    implements NamedMachines.RestApi {
  private static final int MOST_PAGES = 50;
  private static final int UNDER_WAY = 202;
  private static final int DONE = 204;
  private static final int GONE = 404;
  private static final int LARGEST = 8;

  /** Its code is the same for all reasons. */
  private static final RefusalWords WORDS =
      RefusalWords.of(" limit", "not available|unavailable|restricted");

  /** Either kind is a list of its own. */
  private static final List<String> KINDS = List.of("gpus", "droplets");

  Droplets(RestClient client, String sshKey) {
    this(client, client.making().with(WORDS), sshKey);
  }

  @Override
  public List<NamedMachines.Told> list() throws ProviderException {
    List<NamedMachines.Told> machines = new ArrayList<>();
    for (String kind : KINDS) {
      Optional<Call> next =
          Optional.of(Call.get("/v2/droplets?type=%s&per_page=200".formatted(kind)));
      for (int page = 1; next.isPresent(); page++) {
        if (page > MOST_PAGES) {
          throw new ProviderException(
              DigitalOceanProvider.ID,
              Fault.UNEXPECTED,
              "The list of machines has more than %d pages.".formatted(MOST_PAGES));
        }
        Optional<String> link = readPage(next.get(), machines);
        next = link.isPresent() ? Optional.of(client.follow(link.get())) : Optional.empty();
      }
    }
    return machines;
  }

  @Override
  public NamedMachines.Making prepare(NamedMachines.Order order) {
    Offer offer = order.offer();
    Map<String, ?> fields =
        Map.of(
            "name", order.name(),
            "region", offer.region().name(),
            "size", offer.instanceType().name(),
            "image", image(offer.instanceType()),
            "ssh_keys", List.of(sshKey),
            "user_data", order.document().reveal());
    return () ->
        maker.read(
            Call.post("/v2/droplets", fields).answeredOn(UNDER_WAY),
            reply -> reply.whole().object("droplet").number("id").toPlainString());
  }

  @Override
  public void delete(String id) throws ProviderException {
    var unused =
        client.readIfAny(
            Call.delete("/v2/droplets/" + id).nothingOn(DONE, GONE), reply -> reply.whole());
  }

  /** DigitalOcean's images have the driver, whatever card their name tells. */
  private static String image(InstanceType type) {
    Optional<AcceleratorSet> devices = type.accelerators();
    if (devices.isEmpty()) {
      return "ubuntu-24-04-x64";
    }
    if (devices.get().model().stack().equals("rocm")) {
      return "gpu-amd-base";
    }
    return devices.get().count() >= LARGEST ? "gpu-h100x8-base" : "gpu-h100x1-base";
  }

  private Optional<String> readPage(Call call, List<NamedMachines.Told> machines)
      throws ProviderException {
    return client.read(
        call,
        reply -> {
          Json whole = reply.whole();
          for (Json row : whole.items("droplets")) {
            machines.add(told(row));
          }
          return DigitalOceanProvider.next(whole);
        });
  }

  private static NamedMachines.Told told(Json row) throws RefusedRow {
    String status = row.text("status");
    return new NamedMachines.Told(
        row.number("id").toPlainString(),
        row.text("name"),
        new Region(DigitalOceanProvider.ID, row.object("region").text("slug")),
        switch (status) {
          case "new" -> Instance.State.PENDING;
          case "active" -> Instance.State.RUNNING;
          case "archive" -> Instance.State.TERMINATED;
          default -> Instance.State.STOPPING;
        },
        status.equals("off"));
  }
}
