package io.tradewind.adapters.vast;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Secret;
import io.tradewind.rest.BootScript;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.NamedMachines;
import io.tradewind.rest.RefusalWords;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machines of one Vast.ai account, which are containers: of the workload's image, where it
 * names one, with the agent in it.
 *
 * @param maker asks for machines; client for all else
 * @param image of workloads that name none
 */
record VastMachines(RestClient client, RestClient maker, String image, BigDecimal diskGigabytes)
    implements NamedMachines.RestApi {
  private static final String LIST = "/api/v1/instances/";
  private static final int PAGE = 25;
  private static final int MOST_PAGES = 200;
  private static final int GONE = 404;

  /** What starts a machine may have 4096 characters, and so the script is in variables. */
  private static final int PIECE = 200;

  private static final String VARIABLE = "TRADEWIND_";

  private static final String ON_START =
      """
      n=0
      while eval "piece=\\${TRADEWIND_$n-}" && [ -n "$piece" ]; do
        printf %s "$piece"
        n=$((n + 1))
      done | base64 -d | gzip -d >~root/tradewind.sh
      nohup sh ~root/tradewind.sh >~root/tradewind.log 2>&1 &
      """;

  /** With the key that Vast.ai gives to every machine, for that machine alone. */
  private static final String END =
      """
      curl -fsS -X DELETE -H "Authorization: Bearer $CONTAINER_API_KEY" \\
        "https://console.vast.ai/api/v0/instances/$CONTAINER_ID/"\
      """;

  private static final RefusalWords WORDS =
      RefusalWords.of(
          "insufficient_credit|balance|credit limit|spending limit",
          "no_such_ask|not available|no longer available|invalid_price");

  VastMachines(RestClient client, String image, BigDecimal diskGigabytes) {
    this(client, client.making().with(WORDS), image, diskGigabytes);
  }

  @Override
  public List<NamedMachines.Told> list() throws ProviderException {
    List<NamedMachines.Told> machines = new ArrayList<>();
    Optional<String> after = Optional.empty();
    for (int page = 1; page <= MOST_PAGES; page++) {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("limit", String.valueOf(PAGE));
      after.ifPresent(token -> parameters.put("after_token", token));
      after =
          client.read(
              Call.get(LIST, parameters),
              reply -> {
                Json whole = reply.whole();
                for (Json row : whole.items("instances")) {
                  machines.add(told(row));
                }
                return whole.optionalText("next_token");
              });
      if (after.isEmpty()) {
        return machines;
      }
    }
    throw failure(
        Fault.UNEXPECTED, "The list of machines has more than %d pages.".formatted(MOST_PAGES));
  }

  @Override
  public NamedMachines.Making prepare(NamedMachines.Order order) throws ProviderException {
    Offer offer = order.offer();
    if (offer.capacityType() != CapacityType.ON_DEMAND) {
      throw failure(Fault.NO_CAPACITY, "interruptible machines are listed and not started");
    }
    String wanted = order.image().orElse(image);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("image", wanted);
    fields.put("disk", diskGigabytes);
    fields.put("label", order.name());
    fields.put("runtype", "ssh_proxy");
    fields.put("target_state", "running");
    fields.put("cancel_unavail", true);
    fields.put("env", variables(wanted, BootScript.inside(order.document(), END)));
    fields.put("onstart", ON_START);
    Call call = Call.put("/api/v0/asks/%s/".formatted(ask(offer)), fields);
    return () -> maker.read(call, reply -> reply.whole().number("new_contract").toPlainString());
  }

  @Override
  public void delete(String id) throws ProviderException {
    Call call = Call.delete("/api/v0/instances/%s/".formatted(id)).nothingOn(GONE);
    var unused = client.readIfAny(call, reply -> id);
  }

  /** The number under which a machine is on sale; it is the offer's own name. */
  private static String ask(Offer offer) throws ProviderException {
    String[] parts = offer.id().value().split(":");
    String number = parts.length > 1 ? parts[parts.length - 2] : "";
    if (!number.matches("\\d+")) {
      throw failure(Fault.NO_CAPACITY, "%s is not one of this feed's".formatted(offer.id()));
    }
    return number;
  }

  private static Map<String, String> variables(String image, Secret script) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("TRADEWIND_IMAGE", image);
    String code = BootScript.zipped(script);
    for (int at = 0; at < code.length(); at += PIECE) {
      variables.put(VARIABLE + at / PIECE, code.substring(at, Math.min(code.length(), at + PIECE)));
    }
    return variables;
  }

  private static NamedMachines.Told told(Json row) throws RefusedRow {
    String status = row.optionalText("actual_status").orElse("created");
    String intended = row.optionalText("intended_status").orElse("running");
    boolean isOff = intended.equals("stopped") || status.equals("exited");
    return new NamedMachines.Told(
        row.number("id").toPlainString(),
        row.optionalText("label").orElse(""),
        Places.region(row.optionalText("geolocation")),
        switch (status) {
          case "created", "loading", "scheduling" -> Instance.State.PENDING;
          default -> isOff ? Instance.State.STOPPING : Instance.State.RUNNING;
        },
        // Its disk is paid for until it is destroyed.
        isOff);
  }

  private static ProviderException failure(Fault fault, String message) {
    return new ProviderException(VastProvider.ID, fault, message);
  }
}
