package io.tradewind.server.receipt;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What is asked of a receipt. */
class Wanted {
  @Parameter(description = "Of UTC.", example = "2026-11")
  @QueryParam("month")
  @Nullable String month;

  @Parameter(
      description =
          "What SCI is told by: accelerator_hour, machine_hour, vcpu_hour, or a unit of your own"
              + " with its count. accelerator_hour when absent.",
      example = "1,000 requests")
  @QueryParam("unit")
  @Nullable String unit;

  @Parameter(description = "How many units there were, where the meter does not count them.")
  @QueryParam("count")
  @Nullable String count;
}
