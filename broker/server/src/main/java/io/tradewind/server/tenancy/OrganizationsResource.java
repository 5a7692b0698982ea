package io.tradewind.server.tenancy;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.tenancy.Organizations.OrganizationView;
import io.tradewind.server.tenancy.Organizations.ProjectView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tenants, and the projects into which each sorts what it runs. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "identity")
public class OrganizationsResource {
  /** A tenant to be. */
  @Schema(name = "OrganizationRequest")
  public record OrganizationRequest(
      @Schema(required = true, maxLength = 200) @Nullable String name,
      @Schema(nullable = true, description = "What groups of the issuer call it.")
          @Nullable String alias,
      @Schema(
              nullable = true,
              maxLength = 500,
              description = "Whose groups count; the first issuer when left out.")
          @Nullable String issuer) {}

  /** A project to be. */
  @Schema(name = "ProjectRequest")
  public record ProjectRequest(@Schema(required = true, maxLength = 200) @Nullable String name) {}

  private static final int LONGEST_ISSUER = 500;

  private final Organizations organizations;
  private final Caller caller;

  OrganizationsResource(Organizations organizations, Caller caller) {
    this.organizations = organizations;
    this.caller = caller;
  }

  @GET
  @Path("organizations")
  @Operation(operationId = "listOrganizations", summary = "Those you belong to")
  public Uni<Page<OrganizationView>> mine() {
    return organizations.ofPerson(caller.person()).map(Page::whole);
  }

  @POST
  @Path("organizations")
  @Operation(operationId = "createOrganization", summary = "A new tenant with a first project")
  @APIResponse(
      responseCode = "201",
      description = "The organization",
      content = @Content(schema = @Schema(implementation = OrganizationView.class)))
  public Uni<Response> found(OrganizationRequest request) {
    return organizations
        .found(
            Names.name(body(request).name()),
            Names.alias(request.alias()),
            issuer(request.issuer()),
            caller.person(),
            caller.subject())
        .map(OrganizationsResource::created);
  }

  @GET
  @Path("projects")
  @Operation(operationId = "listProjects", summary = "Projects of your organization")
  public Uni<Page<ProjectView>> projects() {
    return organizations.projects(caller.organization()).map(Page::whole);
  }

  @POST
  @Path("projects")
  @Operation(operationId = "createProject", summary = "A new project of your organization")
  @APIResponse(
      responseCode = "201",
      description = "The project",
      content = @Content(schema = @Schema(implementation = ProjectView.class)))
  public Uni<Response> start(ProjectRequest request) {
    return organizations
        .startProject(caller.organization(), Names.name(body(request).name()))
        .map(OrganizationsResource::created);
  }

  private static Optional<String> issuer(@Nullable String given) {
    if (given != null && (given.length() > LONGEST_ISSUER || given.indexOf('\0') >= 0)) {
      throw ProblemException.field(
          "issuer", "This is no issuer.", "Give its address as its tokens name it.");
    }
    return Optional.ofNullable(given).filter(it -> !it.isBlank());
  }

  private static Response created(Object made) {
    return Response.status(Response.Status.CREATED).entity(made).build();
  }

  private static <T> T body(@Nullable T request) {
    if (request == null) {
      throw ProblemException.field("name", "The body is empty.", "Send at least a name.");
    }
    return request;
  }
}
