package io.tradewind.adapters.verda;

import io.tradewind.api.CapacityType;
import io.tradewind.api.Instance;
import io.tradewind.api.Offer;
import io.tradewind.api.ProviderException;
import io.tradewind.api.ProviderException.Fault;
import io.tradewind.api.Region;
import io.tradewind.api.Secret;
import io.tradewind.rest.BootScript;
import io.tradewind.rest.Call;
import io.tradewind.rest.Json;
import io.tradewind.rest.JsonReply;
import io.tradewind.rest.NamedMachines;
import io.tradewind.rest.RefusedRow;
import io.tradewind.rest.RestClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machines of one Verda account, and the scripts that they boot with: each is kept under its
 * machine's name, and goes with it.
 *
 * @param sshKey the id of a key in the account
 */
record VerdaMachines(Login login, Images images, Optional<String> sshKey)
    implements NamedMachines.RestApi {
  private static final String INSTANCES = "/v1/instances";
  private static final String SCRIPTS = "/v1/scripts";
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final int DONE = 204;
  private static final int GONE = 404;
  private static final int DISK_GIGABYTES = 100;

  @Override
  public RestClient maker() {
    return login.maker();
  }

  @Override
  public List<NamedMachines.Told> list() throws ProviderException {
    List<NamedMachines.Told> machines = new ArrayList<>();
    return login.read(
        Call.get(INSTANCES),
        reply -> {
          reply.each(row -> machines.add(told(row)));
          return machines;
        });
  }

  @Override
  public NamedMachines.Making prepare(NamedMachines.Order order) throws ProviderException {
    Offer offer = order.offer();
    String image = images.of(offer.instanceType(), login);
    // One of an earlier try has the same name, and nobody could tell them apart.
    clean(order.name());
    String script = script(order.name(), BootScript.of(order.document()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("instance_type", offer.instanceType().name());
    fields.put("image", image);
    fields.put("hostname", order.name());
    fields.put("description", order.name());
    fields.put("location_code", offer.region().name());
    fields.put("is_spot", offer.capacityType() == CapacityType.SPOT);
    fields.put("contract", offer.capacityType() == CapacityType.SPOT ? "SPOT" : "PAY_AS_YOU_GO");
    fields.put("startup_script_id", script);
    fields.put("ssh_key_ids", sshKey.stream().toList());
    fields.put("os_volume", Map.of("name", order.name(), "size", DISK_GIGABYTES));
    return () -> make(order.name(), Call.post(INSTANCES, fields).answeredOn(CREATED, ACCEPTED));
  }

  /** A script without a machine is taken away, unless there may be a machine after all. */
  private String make(String name, Call call) throws ProviderException {
    try {
      return login.make(call, JsonReply::text);
    } catch (ProviderException e) {
      boolean isRefused = e.fault() == Fault.NO_CAPACITY || e.fault() == Fault.QUOTA_EXCEEDED;
      if (isRefused) {
        clean(name);
      }
      throw e;
    }
  }

  @Override
  public void delete(String id) throws ProviderException {
    Map<String, ?> fields = Map.of("id", id, "action", "delete", "delete_permanently", true);
    Call call = Call.put(INSTANCES, fields).nothingOn(ACCEPTED, DONE, GONE);
    try {
      var unused = login.makeIfAny(call, reply -> id);
    } catch (ProviderException e) {
      String told = String.valueOf(e.getMessage());
      if (told.contains("a provisioning instance")) {
        throw new ProviderException(
            VerdaProvider.ID, Fault.UNREACHABLE, "it cannot be ended before it has been made");
      }
      if (!told.contains("Invalid instance id") && !told.contains("a discontinued instance")) {
        throw e;
      }
    }
  }

  @Override
  public void clean(String name) throws ProviderException {
    List<String> scripts = new ArrayList<>();
    login.make(
        Call.get(SCRIPTS),
        reply -> {
          reply.each(
              row -> {
                if (row.optionalText("name").filter(name::equals).isPresent()) {
                  scripts.add(row.text("id"));
                }
              });
          return scripts;
        });
    for (String script : scripts) {
      Call call = Call.delete(SCRIPTS + "/" + script).nothingOn(ACCEPTED, DONE, GONE);
      var unused = login.makeIfAny(call, reply -> script);
    }
  }

  private String script(String name, Secret script) throws ProviderException {
    Map<String, ?> fields = Map.of("name", name, "script", script.reveal());
    return login.make(Call.post(SCRIPTS, fields).answeredOn(CREATED), JsonReply::text);
  }

  private static NamedMachines.Told told(Json row) throws RefusedRow {
    String status = row.text("status");
    return new NamedMachines.Told(
        row.text("id"),
        row.optionalText("hostname").orElse(""),
        new Region(VerdaProvider.ID, row.text("location")),
        switch (status) {
          case "new", "ordered", "validating", "provisioning" -> Instance.State.PENDING;
          case "discontinued", "deleted", "notfound" -> Instance.State.TERMINATED;
          case "offline", "error", "deleting" -> Instance.State.STOPPING;
          default -> Instance.State.RUNNING;
        },
        // Either is paid for until it is deleted.
        status.equals("offline") || status.equals("error"));
  }
}
