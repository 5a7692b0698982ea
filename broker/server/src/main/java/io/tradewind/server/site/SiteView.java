package io.tradewind.server.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradewind.server.market.MoneyView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A site.
 *
 * @param ask for one vCPU and hour; null where asks are written or none is
 * @param state {@code waiting} for its first agent, {@code online} while one is alive, else {@code
 *     offline}
 * @param inventory of its first machine; each agent has its own
 */
@Schema(name = "Site")
public record SiteView(
    @Schema(required = true) UUID id,
    @Schema(required = true) String name,
    @Schema(required = true, nullable = true) @Nullable String operator,
    @Schema(required = true) String provider,
    @Schema(required = true) String region,
    @Schema(required = true) String city,
    @Schema(required = true, nullable = true) @Nullable String country,
    @Schema(required = true, nullable = true) @Nullable Double latitude,
    @Schema(required = true, nullable = true) @Nullable Double longitude,
    @Schema(required = true) String gridZone,
    @Schema(required = true, nullable = true) @Nullable Double pue,
    @Schema(required = true, nullable = true) @Nullable Double wue,
    @Schema(required = true, nullable = true) @Nullable String cooling,
    @Schema(required = true, nullable = true) @Nullable Double powerHeadroomKw,
    @Schema(required = true, nullable = true) @Nullable Double uplinkGbps,
    @Schema(required = true) String listing,
    @Schema(required = true, nullable = true) @Nullable MoneyView ask,
    @Schema(
            required = true,
            enumeration = {"waiting", "online", "offline"})
        String state,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true) List<AgentView> agents,
    @Schema(required = true, nullable = true) @Nullable JsonNode inventory) {

  /**
   * A machine's agent.
   *
   * @param accelerator the model that is sold; null for none
   * @param note what of its inventory is not sold, and why
   * @param reading the newest power and utilisation
   */
  @Schema(name = "Agent")
  public record AgentView(
      @Schema(required = true) UUID id,
      @Schema(required = true, description = "With the first digits of its program's checksum.")
          String version,
      @Schema(
              required = true,
              description =
                  "asked: it goes on with this broker's program once no lease runs there; unable: it"
                      + " was installed before agents upgraded themselves.",
              enumeration = {"current", "older", "asked", "failed", "unable"})
          String upgrade,
      @Schema(required = true, nullable = true, description = "Why it went back to its program.")
          @Nullable String upgradeFault,
      @Schema(required = true) Instant enrolledAt,
      @Schema(required = true, nullable = true) @Nullable Instant lastHeartbeat,
      @Schema(
              required = true,
              enumeration = {"alive", "suspended", "lost", "waiting", "revoked"})
          String state,
      @Schema(required = true, nullable = true) @Nullable Integer vcpus,
      @Schema(required = true, nullable = true) @Nullable Long memoryMib,
      @Schema(required = true, nullable = true) @Nullable String accelerator,
      @Schema(required = true) int accelerators,
      @Schema(required = true, nullable = true) @Nullable String note,
      @Schema(required = true, nullable = true) @Nullable JsonNode inventory,
      @Schema(required = true, nullable = true) @Nullable JsonNode reading,
      @Schema(required = true, nullable = true) @Nullable Instant readingAt,
      @Schema(required = true, nullable = true, description = "How far the newest self-test is.")
          @Nullable String selfTest) {}
}
