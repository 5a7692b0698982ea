package io.tradewind.server.boot;

import io.smallrye.common.annotation.Blocking;
import io.tradewind.server.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the machines of sites are installed with. Nothing in it is secret. */
@Path("/agent/v1")
@PermitAll
@Blocking
@Tag(name = "agent")
public class InstallResource {
  private final Installation installation;
  private final AgentRuntime runtime;

  InstallResource(Installation installation, AgentRuntime runtime) {
    this.installation = installation;
    this.runtime = runtime;
  }

  @GET
  @Path("install.sh")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(operationId = "installScript", summary = "The script that makes a machine a site's")
  public String script(@Context UriInfo uri) {
    return installation.script(uri.getBaseUri());
  }

  @GET
  @Path("runtime-{platform}.tar.gz")
  @Produces("application/gzip")
  @Operation(operationId = "agentRuntime", summary = "The Java runtime that goes with the agent")
  public Response runtime(@PathParam("platform") String platform) {
    AgentRuntime.Image image =
        runtime
            .image()
            .filter(it -> it.platform().equals(platform))
            .orElseThrow(
                () ->
                    new ProblemException(
                        404,
                        "runtime_missing",
                        "There is no runtime for this platform; the machine needs Java 17."));
    return Response.ok(image.archive().toFile()).build();
  }
}
