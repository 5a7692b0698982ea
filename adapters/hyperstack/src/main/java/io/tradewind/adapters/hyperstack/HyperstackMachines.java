package io.tradewind.adapters.hyperstack;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The machines of one Hyperstack account.
 *
 * @param maker asks for machines and for what they need; client for all else
 * @param environment where machines are made; {@code {region}} in it stands for the offer's region
 * @param sshKey the name of a key of that environment, without which nothing is started; likewise
 */
record HyperstackMachines(
    RestClient client, RestClient maker, Images images, String environment, String sshKey)
    implements NamedMachines.RestApi {
  private static final String PATH = "/v1/core/virtual-machines";
  private static final int LONGEST_NAME = 50;
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 50;
  private static final int GONE = 404;

  /** All reasons are answered alike, and told in words. */
  private static final RefusalWords WORDS =
      RefusalWords.of(
          "quota|exceed|limit|balance|credit", "stock|capacity|not available|no valid host");

  HyperstackMachines(RestClient client, Images images, String environment, String sshKey) {
    this(client, client.making().with(WORDS), images, environment, sshKey);
  }

  @Override
  public int longestName() {
    return LONGEST_NAME;
  }

  @Override
  public List<NamedMachines.Told> list() throws ProviderException {
    List<NamedMachines.Told> machines = new ArrayList<>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      Call call = Call.get("%s?page=%d&pageSize=%d".formatted(PATH, page, PAGE));
      double all =
          client.read(
              call,
              reply -> {
                Json whole = reply.whole();
                for (Json row : whole.items("instances")) {
                  machines.add(told(row));
                }
                return whole.quantity("count");
              });
      if (machines.size() >= all) {
        return machines;
      }
    }
    throw new ProviderException(
        HyperstackProvider.ID,
        Fault.UNEXPECTED,
        "The list of machines is shorter than it says after %d pages.".formatted(MOST_PAGES));
  }

  @Override
  public NamedMachines.Making prepare(NamedMachines.Order order) throws ProviderException {
    Offer offer = order.offer();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", order.name());
    fields.put("environment_name", in(offer.region(), environment));
    fields.put("image_name", images.of(offer.region(), maker));
    fields.put("flavor_name", flavor(offer));
    fields.put("key_name", in(offer.region(), sshKey));
    fields.put("count", 1);
    // Without an address of its own a machine has no way out; without a rule nobody gets in.
    fields.put("assign_floating_ip", true);
    fields.put("security_rules", List.of());
    fields.put("user_data", order.document().reveal());
    return () ->
        maker.read(
            Call.post(PATH, fields),
            reply ->
                reply.whole().items("instances").stream()
                    .findFirst()
                    .orElseThrow(() -> RefusedRow.malformed("no machine is named"))
                    .number("id")
                    .toPlainString());
  }

  @Override
  public void delete(String id) throws ProviderException {
    var unused =
        client.readIfAny(Call.delete(PATH + "/" + id).nothingOn(GONE), reply -> reply.whole());
  }

  /** Spot is another flavor of the same machine. */
  private static String flavor(Offer offer) {
    String name = offer.instanceType().name();
    return offer.capacityType() == CapacityType.SPOT ? name + FlavorRow.SPOT : name;
  }

  private static String in(Region region, String template) {
    return template.replace("{region}", region.name());
  }

  private static NamedMachines.Told told(Json row) throws RefusedRow {
    String status = row.text("status");
    return new NamedMachines.Told(
        row.number("id").toPlainString(),
        row.optionalText("name").orElse(""),
        new Region(HyperstackProvider.ID, row.object("environment").text("region")),
        switch (status) {
          case "CREATING", "BUILD", "STARTING" -> Instance.State.PENDING;
          case "DELETING", "SHUTOFF", "HIBERNATED", "ERROR" -> Instance.State.STOPPING;
          case "DELETED" -> Instance.State.TERMINATED;
          default -> Instance.State.RUNNING;
        },
        // All of these are paid for until they are deleted.
        List.of("SHUTOFF", "HIBERNATED", "ERROR").contains(status));
  }
}
