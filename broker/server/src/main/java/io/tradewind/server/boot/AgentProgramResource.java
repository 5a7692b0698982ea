package io.tradewind.server.boot;

import io.tradewind.server.problem.ProblemException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The agent's program for machines that come up empty. Nothing in it is secret. */
@Path("/agent/v1")
@PermitAll
@Tag(name = "agent")
public class AgentProgramResource {
  private final AgentProgram program;

  AgentProgramResource(AgentProgram program) {
    this.program = program;
  }

  @GET
  @Path("agent.jar")
  @Produces("application/java-archive")
  @Operation(
      operationId = "agentProgram",
      summary = "The agent's program, whole or a range of its bytes")
  public Response jar(@Context Request request, @HeaderParam("Range") @Nullable String wanted) {
    AgentProgram.Content content = content();
    EntityTag tag = new EntityTag(content.sha256());
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    if (unchanged != null) {
      return unchanged.build();
    }
    int length = content.bytes().length;
    ByteRange range = ByteRange.parse(wanted, length);
    if (range.isOutside()) {
      return Response.status(416).header("Content-Range", "bytes */" + length).build();
    }
    Response.ResponseBuilder reply =
        Response.status(range.isWhole() ? 200 : 206)
            .entity(range.of(content.bytes()))
            .tag(tag)
            .header("Accept-Ranges", "bytes");
    if (!range.isWhole()) {
      reply.header(
          "Content-Range", "bytes %d-%d/%d".formatted(range.first(), range.last(), length));
    }
    return reply.build();
  }

  @GET
  @Path("agent.jar.sha256")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(
      operationId = "agentProgramChecksum",
      summary = "The checksum of the agent's program, as sha256sum reads it")
  public Response checksum() {
    AgentProgram.Content content = content();
    return Response.ok(content.sha256() + "  agent.jar\n")
        .header(HttpHeaders.ETAG, "\"%s\"".formatted(content.sha256()))
        .build();
  }

  private AgentProgram.Content content() {
    return program
        .content()
        .orElseThrow(
            () ->
                new ProblemException(
                    404, "agent_missing", "This build of the broker carries no agent."));
  }
}
