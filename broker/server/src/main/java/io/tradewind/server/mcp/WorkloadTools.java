package io.tradewind.server.mcp;

import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolCallException;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.mcp.RestApi.Question;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What runs and ran, and what it cost. */
@Singleton
class WorkloadTools {
  static final String ID = "The workload's id, as list_workloads tells it.";

  private final RestApi api;

  WorkloadTools(RestApi api) {
    this.api = api;
  }

  @Tool(
      name = "list_workloads",
      description = "Lists workloads of the organization, the newest first, with cost and carbon.",
      annotations =
          @Tool.Annotations(
              title = "List workloads",
              readOnlyHint = true,
              destructiveHint = false,
              idempotentHint = true,
              openWorldHint = false))
  Uni<ToolResponse> listWorkloads(
      @ToolArg(
              required = false,
              description =
                  "Only of this state: provisioning, running, cancelling, succeeded, failed,"
                      + " cancelled or unplaced.")
          @Nullable String state,
      @ToolArg(required = false, description = "How many, 1 to 50; 10 when absent.")
          @Nullable Integer limit,
      @ToolArg(required = false, description = "nextCursor of the answer before.")
          @Nullable String cursor) {
    Map<String, @Nullable Object> query = new HashMap<>();
    query.put("state", state);
    query.put("limit", MarketTools.page(limit));
    query.put("cursor", cursor);
    return api.ask(Question.get("workloads", query), Brief::workloads);
  }

  @Tool(
      name = "show_workload",
      description =
          "Shows one workload: its state and reason, its machines and attempts, why it was placed"
              + " there, its cost and carbon so far.",
      annotations =
          @Tool.Annotations(
              title = "Show a workload",
              readOnlyHint = true,
              destructiveHint = false,
              idempotentHint = true,
              openWorldHint = false))
  Uni<ToolResponse> showWorkload(@ToolArg(description = ID) String id) {
    return one(id, Brief::workload);
  }

  @Tool(
      name = "show_cost",
      description =
          "Tells what one workload has cost and emitted so far; without an id, what every project"
              + " of the organization was charged in a month. Amounts are exact, one for each"
              + " currency.",
      annotations =
          @Tool.Annotations(
              title = "Show cost",
              readOnlyHint = true,
              destructiveHint = false,
              idempotentHint = true,
              openWorldHint = false))
  Uni<ToolResponse> showCost(
      @ToolArg(required = false, description = ID) @Nullable String id,
      @ToolArg(required = false, description = "Such as 2026-11; this one when absent.")
          @Nullable String month) {
    if (id == null || id.isBlank()) {
      Map<String, @Nullable Object> query = new HashMap<>();
      query.put("month", month);
      return api.ask(Question.get("spend", query), UnaryOperator.identity());
    }
    return one(id, Brief::cost);
  }

  private Uni<ToolResponse> one(String id, UnaryOperator<JsonObject> brief) {
    return api.ask(Question.get(path(id), Map.of()), brief);
  }

  /**
   * @throws ToolCallException for what is no id, and might lead elsewhere
   */
  static String path(String id) {
    try {
      return "workloads/" + UUID.fromString(id.strip());
    } catch (IllegalArgumentException e) {
      throw new ToolCallException(
          "This is no id of a workload: use one that list_workloads tells.", e);
    }
  }
}
