package io.tradewind.server.mcp;

import io.quarkiverse.mcp.server.McpConnection;
import io.quarkiverse.mcp.server.ToolFilter;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import io.tradewind.server.config.TradewindConfig;
import jakarta.inject.Singleton;

/**
 * Which tools there are: those that say that they only read, and the others where {@code
 * tradewind.mcp.writes} allows them. What is not offered cannot be called.
 */
@Singleton
class Offered implements ToolFilter {
  private final boolean writes;

  Offered(TradewindConfig config) {
    writes = config.mcp().writes();
  }

  @Override
  public boolean test(ToolInfo tool, McpConnection connection) {
    return writes || tool.annotations().map(ToolAnnotations::readOnlyHint).orElse(false);
  }
}
