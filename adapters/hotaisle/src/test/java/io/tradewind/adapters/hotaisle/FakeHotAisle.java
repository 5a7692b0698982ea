package io.tradewind.adapters.hotaisle;

import io.tradewind.testkit.ApiReply;
import io.tradewind.testkit.LoopbackApi;
import java.util.ArrayList;
import java.util.List;

/** The machines that a team may start now, a bare list; refuses whoever has no token. */
final class FakeHotAisle {
  static final String TEAM = "my-team";

  private final List<String> machines = new ArrayList<>();

  FakeHotAisle(LoopbackApi api) {
    api.on(
        "GET",
        "/api/teams/%s/virtual_machines/available/".formatted(TEAM),
        request ->
            request.header("authorization").filter(it -> it.startsWith("Token ")).isPresent()
                ? list()
                : ApiReply.status(401, "{\"detail\": \"Unauthorized\"}"));
  }

  FakeHotAisle has(String card, int count, int processors, String cents) {
    return says(
        """
        {"OnDemandPrice": %s, "Specs": {"cpu_cores": %d, "ram_capacity": 240518168576,
         "disk_capacity": 13194139533312, "cpus": {"count": 1, "model": "Xeon Platinum 8462Y+"},
         "gpus": [{"count": %d, "manufacturer": "AMD", "model": "%s"}]}}\
        """
            .formatted(cents, processors, count, card));
  }

  FakeHotAisle says(String machine) {
    machines.add(machine);
    return this;
  }

  ApiReply list() {
    return ApiReply.json("[%s]".formatted(String.join(",", machines)));
  }
}
