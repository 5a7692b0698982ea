package io.tradewind.server.agent;

import io.smallrye.mutiny.Uni;
import io.tradewind.api.agent.Enrolment;
import io.tradewind.api.agent.Heartbeat;
import io.tradewind.api.agent.Inventory;
import io.tradewind.api.agent.LeaseReport;
import io.tradewind.api.agent.LeaseWork;
import io.tradewind.api.agent.RefusedException;
import io.tradewind.server.agent.AgentGate.Caller;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The agents' side of the broker. Agents only call out, so everything is asked for from here, and
 * every call may be repeated.
 */
@Path("/agent/v1")
@PermitAll
@Tag(
    name = "agent",
    description = "For agents: enrolment, work, reports. Bearer tokens of their own.")
public class AgentResource {
  private static final long LONGEST_WAIT_SECONDS = 30;
  private static final String AUTHORIZATION = "Authorization";

  private final AgentGate gate;
  private final AgentPulse pulse;
  private final AgentWork work;
  private final LeaseReports reports;
  private final Clock clock;

  AgentResource(
      AgentGate gate, AgentPulse pulse, AgentWork work, LeaseReports reports, Clock clock) {
    this.gate = gate;
    this.pulse = pulse;
    this.work = work;
    this.reports = reports;
    this.clock = clock;
  }

  @POST
  @Path("enrolments")
  @Operation(
      operationId = "enrolAgent",
      summary = "Spend a one-time token and become known by a key")
  public Uni<Response> enrol(Enrolment.@Nullable Request request) throws RefusedException {
    return gate.enrol(Messages.checked(request))
        .map(it -> Response.status(it.first() ? 201 : 200).entity(it.reply()).build());
  }

  @POST
  @Path("tokens")
  @Operation(operationId = "agentToken", summary = "Trade a signed assertion for a bearer token")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Enrolment.TokenReply.class)))
  public Uni<Response> token(Enrolment.@Nullable TokenRequest request) throws RefusedException {
    return gate.token(Messages.checked(request))
        .map(reply -> Response.ok(reply).header(HttpHeaders.DATE, BrokerDate.of(clock)).build());
  }

  @POST
  @Path("sites/{site}/heartbeat")
  @Operation(operationId = "agentHeartbeat", summary = "Say that the agent lives")
  public Uni<Heartbeat.Reply> heartbeat(
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      @PathParam("site") UUID site,
      @Nullable Heartbeat heartbeat)
      throws RefusedException {
    Heartbeat beat = Messages.checked(heartbeat);
    return onSite(authorization, site, caller -> pulse.heartbeat(caller, beat));
  }

  @PUT
  @Path("sites/{site}/inventory")
  @Operation(operationId = "agentInventory", summary = "Tell what the agent discovered")
  public Uni<Response> inventory(
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      @PathParam("site") UUID site,
      @Nullable Inventory inventory)
      throws RefusedException {
    Inventory found = Messages.checked(inventory);
    return onSite(authorization, site, caller -> pulse.inventory(caller, found))
        .map(done -> Response.noContent().build());
  }

  @PUT
  @Path("sites/{site}/key")
  @Operation(operationId = "agentKey", summary = "Name the key that the agent will sign with")
  public Uni<Response> key(
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      @PathParam("site") UUID site,
      Enrolment.@Nullable KeyChange change)
      throws RefusedException {
    Enrolment.KeyChange checked = Messages.checked(change);
    return onSite(authorization, site, caller -> gate.changeKey(caller, checked))
        .map(done -> Response.noContent().build());
  }

  @GET
  @Path("sites/{site}/leases")
  @Operation(operationId = "agentWork", summary = "Wait for work")
  public Uni<LeaseWork.Page> leases(
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      @PathParam("site") UUID site,
      @QueryParam("after") @Nullable String after,
      @QueryParam("wait") @DefaultValue("0") long wait) {
    Duration patience = Duration.ofSeconds(Math.max(0, Math.min(wait, LONGEST_WAIT_SECONDS)));
    return onSite(authorization, site, caller -> work.after(caller, after, patience));
  }

  @PUT
  @Path("leases/{lease}/status")
  @Operation(operationId = "agentLeaseStatus", summary = "Report a phase of a lease")
  public Uni<Response> status(
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      @PathParam("lease") UUID lease,
      LeaseReport.@Nullable Status report)
      throws RefusedException {
    LeaseReport.Status checked = Messages.checked(report);
    return gate.caller(authorization)
        .chain(caller -> reports.status(caller, lease, checked))
        .map(done -> Response.noContent().build());
  }

  @POST
  @Path("leases/{lease}/logs")
  @Operation(operationId = "agentLeaseLogs", summary = "Append output lines of a lease")
  public Uni<LeaseReport.LogsReply> logs(
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      @PathParam("lease") UUID lease,
      LeaseReport.@Nullable Logs report)
      throws RefusedException {
    LeaseReport.Logs checked = Messages.checked(report);
    return gate.caller(authorization).chain(caller -> reports.logs(caller, lease, checked));
  }

  @POST
  @Path("leases/{lease}/usage")
  @Operation(operationId = "agentLeaseUsage", summary = "Report metered time of a lease")
  public Uni<Response> usage(
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      @PathParam("lease") UUID lease,
      LeaseReport.@Nullable Usage report)
      throws RefusedException {
    LeaseReport.Usage checked = Messages.checked(report);
    return gate.caller(authorization)
        .chain(caller -> reports.usage(caller, lease, checked))
        .map(done -> Response.noContent().build());
  }

  @POST
  @Path("leases/{lease}/reclaim")
  @Operation(
      operationId = "agentLeaseReclaim",
      summary = "Tell that the provider takes the machine of a lease back")
  public Uni<Response> reclaim(
      @HeaderParam(AUTHORIZATION) @Nullable String authorization,
      @PathParam("lease") UUID lease,
      LeaseReport.@Nullable Reclaim report)
      throws RefusedException {
    LeaseReport.Reclaim checked = Messages.checked(report);
    return gate.caller(authorization)
        .chain(caller -> reports.reclaim(caller, lease, checked))
        .map(done -> Response.noContent().build());
  }

  private <T> Uni<T> onSite(
      @Nullable String authorization, UUID site, Function<Caller, Uni<T>> call) {
    return gate.caller(authorization)
        .chain(
            caller -> {
              try {
                caller.mustOwn(site);
              } catch (RefusedException e) {
                return Uni.createFrom().failure(e);
              }
              return call.apply(caller);
            });
  }
}
