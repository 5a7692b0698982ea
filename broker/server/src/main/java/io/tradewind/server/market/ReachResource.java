package io.tradewind.server.market;

import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How far a round trip from some users reaches, for rings on a map. */
@Path("/api/v1/reach")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "market")
public class ReachResource {
  private static final int[] MILLISECONDS = {20, 50, 100, 150, 200};

  private static final String BASIS =
      "Reckoned over the great circle, with 10 ms for the line of the users. What is measured"
          + " between two places stands with the region.";

  private final LiveMarket market;

  ReachResource(LiveMarket market) {
    this.market = market;
  }

  /** Some users, and the rings around them. */
  @Schema(name = "Reach", description = "Where users are, and how far round trips reach.")
  public record ReachView(
      @Schema(required = true) String users,
      @Schema(required = true) double latitude,
      @Schema(required = true) double longitude,
      @Schema(required = true) List<RingView> rings,
      @Schema(required = true, description = "How the rings were reckoned.") String basis) {
    static ReachView of(UserPlace users) {
      return new ReachView(
          users.name(),
          users.point().latitude(),
          users.point().longitude(),
          IntStream.of(MILLISECONDS)
              .mapToObj(it -> new RingView(it, users.end().kilometresWithin(it)))
              .toList(),
          BASIS);
    }
  }

  /** One round trip and how far it reaches. */
  @Schema(name = "Ring", description = "Places on it are so long a round trip away.")
  public record RingView(
      @Schema(required = true) int milliseconds, @Schema(required = true) double kilometres) {}

  @GET
  @Operation(
      operationId = "getReach",
      summary = "How far round trips from some users reach",
      description = "For a drawing: a placement uses measurements where there are some.")
  public ReachView reach(
      @QueryParam("users")
          @Parameter(
              required = true,
              description = "A country (ISO 3166-1 alpha-2) or a large city.",
              example = "Frankfurt")
          @Nullable String users) {
    return UserPlace.parse(users, market.conditions())
        .map(ReachView::of)
        .orElseThrow(
            () ->
                ProblemException.field(
                    "users", "users is missing.", "Write a country such as DE, or a large city."));
  }
}
