package io.tradewind.server.site;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What holds between the broker and whoever sells through it. */
@Path("/api/v1/site-terms")
@Tag(name = "sites")
public class SiteTerms {
  static final String VERSION = "2026-11";

  private static final List<String> SENTENCES =
      List.of(
          "The agent calls out to the broker and takes no calls.",
          "What is sold is what the agents discover and the self-tests show; nobody's word replaces"
              + " them.",
          "Self-tests run at the beginning and at random times while a machine is idle, for about a"
              + " minute.",
          "The price of a lease is the one that it began with, until it ends.",
          "Capacity sold on demand is taken back only by maintenance announced a day ahead;"
              + " reclaimable capacity with the notice of its ask. What is broken lowers the"
              + " reliability score.",
          "A site sees of a workload what it needs to run it, copies nothing and keeps nothing"
              + " after the lease.",
          "Metered time is what both the agent reports and the broker's clock allows.");

  @Schema(name = "SiteTerms")
  public record Terms(
      @Schema(required = true) String version, @Schema(required = true) List<String> sentences) {}

  @GET
  @Operation(operationId = "siteTerms", summary = "What an operator accepts with a new site")
  public Terms terms() {
    return new Terms(VERSION, SENTENCES);
  }
}
