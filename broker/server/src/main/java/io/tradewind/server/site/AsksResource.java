package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.ProviderId;
import io.tradewind.api.Site;
import io.tradewind.api.site.Ask;
import io.tradewind.server.agent.AskBody;
import io.tradewind.server.agent.Asks;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.agent.SiteViews;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What a site asks, and what that would earn. */
@Path("/api/v1/sites/{site}/asks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sites")
public class AsksResource {
  private static final ProviderId FEED = new ProviderId("datacenter");
  private static final int MOST = 50;

  private final Database database;
  private final SiteViews views;
  private final Asks asks;
  private final AskOutlook outlook;
  private final FeedPoller feeds;
  private final Caller caller;
  private final Clock clock;

  AsksResource(
      Database database,
      SiteViews views,
      Asks asks,
      AskOutlook outlook,
      FeedPoller feeds,
      Caller caller,
      Clock clock) {
    this.database = database;
    this.views = views;
    this.asks = asks;
    this.outlook = outlook;
    this.feeds = feeds;
    this.caller = caller;
    this.clock = clock;
  }

  @Schema(name = "AskList", description = "At most one for each unit.")
  public record ListBody(@Schema(required = true) @Nullable List<AskBody> items) {}

  /**
   * @param unpriced units that were discovered and have no ask: they are not on sale
   */
  @Schema(name = "Asks")
  public record AsksView(
      @Schema(required = true) List<AskOutlook.AskView> items,
      @Schema(required = true) List<String> unpriced) {}

  @GET
  @Operation(operationId = "getAsks", summary = "What a site asks, and what it comes to")
  public Uni<AsksView> get(@PathParam("site") UUID id) {
    UUID organization = caller.organization();
    return database.transaction(
        Scope.BROKER,
        session -> SitePages.own(session, id, organization).chain(site -> view(session, site)));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "replaceAsks",
      summary = "Replace all asks of a site",
      description = "Leases that run keep the price that they began with.")
  @APIResponse(responseCode = "422", description = "Each error names its item.")
  public Uni<AsksView> replace(@PathParam("site") UUID id, @Nullable ListBody body) {
    UUID organization = caller.organization();
    String by = caller.subject();
    List<Ask> wanted = read(body);
    return database
        .transaction(
            Scope.BROKER,
            session ->
                SitePages.locked(session, id, organization)
                    .call(site -> asks.replace(session, site, wanted, by))
                    .call(site -> session.persist(changed(site, wanted, by)))
                    .call(session::flush)
                    .chain(site -> view(session, site)))
        .invoke(() -> feeds.refresh(FEED));
  }

  @POST
  @Path("preview")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "previewAsks",
      summary = "What asks would come to, and earn in a week at the market's prices",
      description = "Nothing is changed.")
  public Uni<AsksView> preview(@PathParam("site") UUID id, @Nullable ListBody body) {
    UUID organization = caller.organization();
    List<Ask> wanted = read(body);
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.own(session, id, organization)
                .chain(site -> views.of(session, List.of(site), clock.instant()))
                .map(seen -> outlook.of(seen.get(0), wanted)));
  }

  private Uni<AsksView> view(Mutiny.Session session, SiteEntity site) {
    return views
        .of(session, List.of(site), clock.instant())
        .map(seen -> outlook.of(seen.get(0), seen.get(0).asks()));
  }

  private EventEntity changed(SiteEntity site, List<Ask> wanted, String by) {
    return new EventEntity(
        clock.instant(),
        site.organization,
        null,
        null,
        "site.asks_changed",
        by,
        "%s: asks for %s."
            .formatted(
                site.name,
                wanted.isEmpty()
                    ? "nothing"
                    : String.join(", ", wanted.stream().map(Ask::unit).toList())));
  }

  private static List<Ask> read(@Nullable ListBody body) {
    @Nullable List<AskBody> sent = ProblemException.sent(body).items();
    List<AskBody> items = sent == null ? List.of() : sent;
    List<FieldProblem> problems = new ArrayList<>();
    if (sent == null || items.size() > MOST) {
      problems.add(
          new FieldProblem(
              "items",
              "There are %d items.".formatted(items.size()),
              "Write 0 to %d.".formatted(MOST)));
    }
    List<Ask> read = new ArrayList<>();
    Set<String> units = new HashSet<>();
    for (int i = 0; i < Math.min(items.size(), MOST); i++) {
      String path = "items[%d]".formatted(i);
      try {
        Ask ask = AskBody.toAsk(items.get(i));
        if (!units.add(ask.unit())) {
          throw new IllegalArgumentException("%s is asked for twice.".formatted(ask.unit()));
        }
        if (!read.isEmpty() && !read.get(0).minimum().equals(ask.minimum())) {
          throw new IllegalArgumentException(
              "A site leases all it has for the same minimum duration: %s has %s and %s has %s."
                  .formatted(read.get(0).unit(), read.get(0).minimum(), ask.unit(), ask.minimum()));
        }
        read.add(ask);
      } catch (IllegalArgumentException e) {
        problems.add(new FieldProblem(path, String.valueOf(e.getMessage()), "Mend this item."));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(
          422, "ask_invalid", "The asks cannot be taken; nothing was changed.", problems);
    }
    return read;
  }

  /** For others of this package. */
  static List<String> unitsOf(Site site) {
    return site.machines().stream()
        .map(it -> it.accelerators().map(set -> set.model().name()).orElse(Ask.PROCESSOR))
        .distinct()
        .sorted()
        .toList();
  }
}
