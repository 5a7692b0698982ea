package io.tradewind.server.site;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.agent.SiteEntity;
import io.tradewind.server.database.Database;
import io.tradewind.server.database.Scope;
import io.tradewind.server.event.EventEntity;
import io.tradewind.server.order.BidRule;
import io.tradewind.server.order.BidRuleBody;
import io.tradewind.server.order.BidRules;
import io.tradewind.server.problem.FieldProblem;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How a site answers requests for quotes. */
@Path("/api/v1/sites/{site}/bid-rule")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sites")
public class BidRuleResource {
  private final Database database;
  private final BidRules rules;
  private final Caller caller;
  private final Clock clock;

  BidRuleResource(Database database, BidRules rules, Caller caller, Clock clock) {
    this.database = database;
    this.rules = rules;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Operation(
      operationId = "getBidRule",
      summary = "How a site answers orders",
      description = "Without a rule of its own it bids what it asks.")
  public Uni<BidRuleBody> get(@PathParam("site") UUID id) {
    UUID organization = caller.organization();
    return database.transaction(
        session ->
            SitePages.own(session, id, organization)
                .chain(site -> rules.of(session, site.id))
                .map(BidRuleBody::of));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "replaceBidRule",
      summary = "Change how a site answers orders",
      description = "Bids that stand, and leases that run, keep their prices.")
  @APIResponse(responseCode = "422", description = "The rule cannot be taken.")
  public Uni<BidRuleBody> replace(@PathParam("site") UUID id, @Nullable BidRuleBody body) {
    UUID organization = caller.organization();
    String by = caller.subject();
    BidRule rule = read(ProblemException.sent(body));
    return database.transaction(
        Scope.BROKER,
        session ->
            SitePages.locked(session, id, organization)
                .call(site -> rules.replace(session, site, rule, by))
                .call(site -> session.persist(changed(site, rule, by)))
                .replaceWith(BidRuleBody.of(rule)));
  }

  private static BidRule read(BidRuleBody body) {
    try {
      return body.toRule();
    } catch (IllegalArgumentException e) {
      FieldProblem problem =
          new FieldProblem("body", String.valueOf(e.getMessage()), "Mend the rule.");
      throw new ProblemException(422, "bid_rule_invalid", problem.message(), List.of(problem));
    }
  }

  private EventEntity changed(SiteEntity site, BidRule rule, String by) {
    return new EventEntity(
        clock.instant(),
        site.organization,
        null,
        null,
        "site.bid_rule_changed",
        by,
        "%s: %s."
            .formatted(
                site.name,
                rule.answers()
                    ? "bids for %d to %d hours, with %d discounts"
                        .formatted(
                            rule.leastHours(),
                            rule.mostHours(),
                            rule.byHours().size() + rule.byUnits().size())
                    : "answers no orders"));
  }
}
