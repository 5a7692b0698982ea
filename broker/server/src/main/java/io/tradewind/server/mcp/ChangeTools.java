package io.tradewind.server.mcp;

import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolCallException;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.mcp.RestApi.Question;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What costs money or ends something: offered only where {@link Offered} says so. */
@Singleton
class ChangeTools {
  private final RestApi api;

  ChangeTools(RestApi api) {
    this.api = api;
  }

  @Tool(
      name = "apply_workload",
      description =
          "Submits a workload, which leases machines and costs money. Preview it first and have the"
              + " price confirmed.",
      annotations =
          @Tool.Annotations(
              title = "Run a workload",
              readOnlyHint = false,
              destructiveHint = false,
              idempotentHint = true,
              openWorldHint = true))
  Uni<ToolResponse> applyWorkload(
      @ToolArg(description = MarketTools.WORKLOAD_FILE) String workload,
      @ToolArg(
              description =
                  "A name of your choice for this submission: sent again under the same key it"
                      + " runs once.")
          String key,
      @ToolArg(
              name = "agreed_price",
              required = false,
              description = "What an hour of all machines may cost, as previewed: 18.00 USD.")
          @Nullable String agreedPrice) {
    Map<String, String> headers = new HashMap<>(RestApi.YAML);
    headers.put("Idempotency-Key", plain(key));
    if (agreedPrice != null) {
      headers.put("Tradewind-Agreed-Price", plain(agreedPrice));
    }
    return api.ask(Question.post("workloads", headers, workload), Brief::workload);
  }

  @Tool(
      name = "cancel_workload",
      description = "Ends a workload and gives its machines back. What it wrote there is lost.",
      annotations =
          @Tool.Annotations(
              title = "Cancel a workload",
              readOnlyHint = false,
              destructiveHint = true,
              idempotentHint = true,
              openWorldHint = true))
  Uni<ToolResponse> cancelWorkload(@ToolArg(description = WorkloadTools.ID) String id) {
    return api.ask(
        Question.post(WorkloadTools.path(id) + "/cancel", Map.of(), ""), Brief::workload);
  }

  /** It becomes a header. */
  private static String plain(String text) {
    if (text.isBlank() || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new ToolCallException(
          "key and agreed_price are plain ASCII on one line, and not blank.");
    }
    return text.strip();
  }
}
