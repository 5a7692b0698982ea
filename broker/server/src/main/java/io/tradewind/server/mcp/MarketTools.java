package io.tradewind.server.mcp;

import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.tradewind.server.mcp.RestApi.Question;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is for sale, and where a workload would run. */
@Singleton
class MarketTools {
  static final String WORKLOAD_FILE =
      "The workload file, in YAML. Example: {name: train, resources: {accelerators: 'H100:8'}, run:"
          + " python train.py, placement: {regions: {allow: [EU]}, objective: cheapest}, limits:"
          + " {max_price_hour: 30 USD}}. SkyPilot's task files are understood.";

  private static final int USUAL_PAGE = 10;
  private static final int LARGEST_PAGE = 50;

  private final RestApi api;

  MarketTools(RestApi api) {
    this.api = api;
  }

  @Tool(
      name = "search_offers",
      description =
          "Lists accelerator and machine offers of all clouds and sites, the cheapest hour of one"
              + " accelerator first, each with its price, its age and where the price comes from."
              + " Offers that are not leasable can be compared, but not started here.",
      annotations =
          @Tool.Annotations(
              title = "Search offers",
              readOnlyHint = true,
              destructiveHint = false,
              idempotentHint = true,
              openWorldHint = false))
  Uni<ToolResponse> searchOffers(
      @ToolArg(
              required = false,
              description = "Models or aliases, separated by commas: H100,A100-80GB; or none.")
          @Nullable String accelerator,
      @ToolArg(required = false, description = "Sellers, separated by commas: aws,gcp.")
          @Nullable String provider,
      @ToolArg(required = false, description = "Region names, or provider/region: aws/eu-west-1.")
          @Nullable String region,
      @ToolArg(required = false, description = "ISO 3166-1 alpha-2, separated by commas: DE,FR.")
          @Nullable String country,
      @ToolArg(
              name = "capacity_type",
              required = false,
              description = "on_demand, spot or reserved, separated by commas.")
          @Nullable String capacityType,
      @ToolArg(
              name = "min_accelerators",
              required = false,
              description = "At least so many in one machine.")
          @Nullable Integer minAccelerators,
      @ToolArg(
              name = "max_accelerators",
              required = false,
              description = "At most so many in one machine.")
          @Nullable Integer maxAccelerators,
      @ToolArg(
              required = false,
              description = "Words that must occur in instance type, region, city or seller.")
          @Nullable String words,
      @ToolArg(required = false, description = "How many, 1 to 50; 10 when absent.")
          @Nullable Integer limit,
      @ToolArg(required = false, description = "nextCursor of the answer before.")
          @Nullable String cursor) {
    Map<String, @Nullable Object> query = new HashMap<>();
    query.put("accelerator", accelerator);
    query.put("provider", provider);
    query.put("region", region);
    query.put("country", country);
    query.put("capacityType", capacityType);
    query.put("minAccelerators", minAccelerators);
    query.put("maxAccelerators", maxAccelerators);
    query.put("q", words);
    query.put("sort", "pricePerAccelerator");
    query.put("limit", page(limit));
    query.put("cursor", cursor);
    return api.ask(Question.get("offers", query), Brief::offers);
  }

  @Tool(
      name = "preview_placement",
      description =
          "Says where a workload would run, why there, what it would cost and emit, which offers"
              + " were left out for which reasons, and what to relax. Starts nothing.",
      annotations =
          @Tool.Annotations(
              title = "Preview a placement",
              readOnlyHint = true,
              destructiveHint = false,
              idempotentHint = true,
              openWorldHint = false))
  Uni<ToolResponse> previewPlacement(@ToolArg(description = WORKLOAD_FILE) String workload) {
    return api.ask(Question.post("placements/preview", RestApi.YAML, workload), Brief::placement);
  }

  /** Beyond the largest page the API's own advice would name a larger one. */
  static int page(@Nullable Integer limit) {
    return limit == null ? USUAL_PAGE : Math.min(limit, LARGEST_PAGE);
  }
}
