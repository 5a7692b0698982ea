package io.tradewind.adapters.lambda;

import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
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

/**
 * The machines of one Lambda account.
 *
 * @param maker asks for machines; client for all else
 * @param sshKey the name of a key in the account: Lambda starts nothing without one
 */
record LambdaMachines(RestClient client, RestClient maker, String sshKey)
    implements NamedMachines.RestApi {
  private static final int GONE = 404;

  /** Lambda's own error codes, which are at the beginning of what it answers. */
  private static final RefusalWords WORDS =
      RefusalWords.of("quota-exceeded", "insufficient-capacity");

  LambdaMachines(RestClient client, String sshKey) {
    this(client, client.making().with(WORDS), sshKey);
  }

  @Override
  public List<NamedMachines.Told> list() throws ProviderException {
    return client.read(
        Call.get("/api/v1/instances"),
        reply -> {
          List<NamedMachines.Told> machines = new ArrayList<>();
          for (Json row : reply.whole().items("data")) {
            machines.add(told(row));
          }
          return machines;
        });
  }

  @Override
  public NamedMachines.Making prepare(NamedMachines.Order order) {
    Offer offer = order.offer();
    Map<String, ?> fields =
        Map.of(
            "region_name", offer.region().name(),
            "instance_type_name", offer.instanceType().name(),
            "ssh_key_names", List.of(sshKey),
            "name", order.name(),
            "user_data", order.document().reveal());
    return () ->
        maker.read(
            Call.post("/api/v1/instance-operations/launch", fields),
            reply ->
                reply.whole().object("data").texts("instance_ids").stream()
                    .findFirst()
                    .orElseThrow(() -> RefusedRow.malformed("no machine is named")));
  }

  @Override
  public void delete(String id) throws ProviderException {
    Call call =
        Call.post("/api/v1/instance-operations/terminate", Map.of("instance_ids", List.of(id)))
            .nothingOn(GONE);
    var unused = client.readIfAny(call, reply -> reply.whole().has("data"));
  }

  private static NamedMachines.Told told(Json row) throws RefusedRow {
    return new NamedMachines.Told(
        row.text("id"),
        row.optionalText("name").orElse(""),
        new Region(LambdaProvider.ID, row.object("region").text("name")),
        switch (row.text("status")) {
          case "booting" -> Instance.State.PENDING;
          // An unhealthy one is paid for, and may recover.
          case "active", "unhealthy" -> Instance.State.RUNNING;
          case "terminated", "preempted" -> Instance.State.TERMINATED;
          default -> Instance.State.STOPPING;
        },
        false);
  }
}
