package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.ProviderId;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.feed.FeedPoller;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is known of a site: by whom, how, until when. */
@Path("/api/v1/sites/{site}/claims")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sites")
public class ClaimsResource {
  private static final ProviderId FEED = new ProviderId("datacenter");

  private final Database database;
  private final FeedPoller feeds;
  private final Caller caller;
  private final Clock clock;

  ClaimsResource(Database database, FeedPoller feeds, Caller caller, Clock clock) {
    this.database = database;
    this.feeds = feeds;
    this.caller = caller;
    this.clock = clock;
  }

  /**
   * A claim.
   *
   * @param agent the machine's; null for the whole site
   * @param holds verified and not expired: nothing else counts
   */
  @Schema(name = "Claim")
  public record ClaimView(
      @Schema(required = true) UUID id,
      @Schema(required = true, nullable = true) @Nullable UUID agent,
      @Schema(required = true) String attribute,
      @Schema(required = true) String value,
      @Schema(required = true, nullable = true) @Nullable String unit,
      @Schema(
              required = true,
              enumeration = {"proposed", "verified", "refused"})
          String state,
      @Schema(required = true) boolean holds,
      @Schema(required = true) String method,
      @Schema(required = true, nullable = true) @Nullable String document,
      @Schema(required = true, nullable = true) @Nullable String verifier,
      @Schema(required = true) Instant madeAt,
      @Schema(required = true, nullable = true) @Nullable Instant verifiedAt,
      @Schema(required = true) Instant expiresAt,
      @Schema(required = true, nullable = true) @Nullable String remark) {
    static ClaimView of(ClaimEntity claim, Instant now) {
      return new ClaimView(
          claim.id,
          claim.agent,
          claim.attribute,
          claim.value,
          claim.unit,
          claim.state,
          claim.holds(now),
          claim.method,
          claim.document,
          claim.verifier,
          claim.madeAt,
          claim.verifiedAt,
          claim.expiresAt,
          claim.remark);
    }
  }

  /** A reviewer's word on a certificate. */
  @Schema(name = "ClaimReview")
  public record ReviewBody(
      @Schema(
              required = true,
              enumeration = {"verified", "refused"})
          @Nullable String verdict,
      @Schema(nullable = true) @Nullable String remark) {}

  @GET
  @Operation(operationId = "listClaims", summary = "What is known of a site, the newest first")
  public Uni<Page<ClaimView>> list(@PathParam("site") UUID id) {
    UUID organization = caller.organization();
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.own(session, id, organization)
                .chain(site -> Claims.of(session, site.id))
                .map(claims -> claims.stream().map(this::view).toList())
                .map(Page::whole));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "proposeCertification",
      summary = "Hand in a certificate",
      description = "It counts for nothing until the broker's own people have reviewed it.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ClaimView.class)))
  public Uni<Response> propose(
      @PathParam("site") UUID id, SiteBody.@Nullable CertificationBody body) {
    UUID organization = caller.organization();
    String by = caller.subject();
    List<FieldProblem> problems = new ArrayList<>();
    SiteBody.CertificationBody sent = ProblemException.sent(body);
    Certifications.check("", sent, problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(
          422, "certification_invalid", "The certificate was not taken.", problems);
    }
    return database
        .transaction(
            Scope.BROKER,
            session ->
                SitePages.own(session, id, organization)
                    .map(site -> Claims.proposal(site, sent, by, clock.instant()))
                    .call(session::persist))
        .map(claim -> Response.status(201).entity(view(claim)).build());
  }

  @POST
  @Path("{claim}/review")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "reviewClaim",
      summary = "Verify or refuse a certificate",
      description = "For those who run the broker. A claim that was reviewed stays as it is.")
  public Uni<ClaimView> review(
      @PathParam("site") UUID site, @PathParam("claim") UUID id, @Nullable ReviewBody body) {
    String by = caller.subject();
    ReviewBody sent = ProblemException.sent(body);
    boolean verified = "verified".equals(sent.verdict());
    if (!verified && !"refused".equals(sent.verdict())) {
      throw ProblemException.field(
          "verdict", "'%s' is no verdict.".formatted(sent.verdict()), "Write verified or refused.");
    }
    return database
        .transaction(
            Scope.BROKER,
            session ->
                Claims.one(session, site, id)
                    .invoke(claim -> review(claim, verified, sent.remark(), by))
                    .call(claim -> session.persist(event(claim, by))))
        .invoke(claim -> feeds.refresh(FEED))
        .map(this::view);
  }

  private void review(ClaimEntity claim, boolean verified, @Nullable String remark, String by) {
    if (!claim.state.equals("proposed")) {
      throw new ProblemException(
          409, "claim_reviewed", "It is %s already. Hand in another.".formatted(claim.state));
    }
    if (remark != null
        && (remark.length() > 300 || remark.chars().anyMatch(Character::isISOControl))) {
      throw ProblemException.field(
          "remark", "It is no line.", "Write at most 300 characters, on one line.");
    }
    claim.state = verified ? "verified" : "refused";
    claim.verifier = by;
    claim.verifiedAt = clock.instant();
    claim.remark = remark;
  }

  private EventEntity event(ClaimEntity claim, String by) {
    return new EventEntity(
        clock.instant(),
        claim.organization,
        null,
        null,
        "site.claim_" + claim.state,
        by,
        "%s until %s.".formatted(claim.attribute, claim.expiresAt));
  }

  private ClaimView view(ClaimEntity claim) {
    return ClaimView.of(claim, clock.instant());
  }
}
