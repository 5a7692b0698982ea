package io.tradewind.server.tenancy;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import io.tradewind.server.signin.Role;
import io.tradewind.server.tenancy.Organizations.MemberView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who belongs to an organization, and what each may do there. */
@Path("/api/v1/members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "identity")
public class MembersResource {
  /** Roles for a person. */
  @Schema(name = "MemberRequest")
  public record MemberRequest(
      @Schema(
              required = true,
              description = "The id, or the e-mail address, of somebody who has signed in before.")
          @Nullable String person,
      @Schema(required = true) @Nullable List<String> roles) {}

  private final Organizations organizations;
  private final Caller caller;

  MembersResource(Organizations organizations, Caller caller) {
    this.organizations = organizations;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "listMembers", summary = "Members and their roles")
  public Uni<Page<MemberView>> list() {
    return organizations.members(caller.organization()).map(Page::whole);
  }

  @POST
  @Operation(
      operationId = "grantRoles",
      summary = "Gives a person these roles in place of those granted before")
  public Uni<MemberView> grant(MemberRequest request) {
    if (request == null || request.person() == null || request.person().isBlank()) {
      throw ProblemException.field("person", "Nobody is named.", "Give an id or e-mail address.");
    }
    String named = request.person().replace("\0", "");
    Set<Role> roles = roles(request.roles());
    UUID organization = caller.organization();
    String by = caller.subject();
    return organizations
        .person(named)
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        ProblemException.field(
                            "person",
                            "Nobody of this name has signed in here yet.",
                            "Let them sign in once, then add them.")))
        .chain(person -> organizations.grant(organization, person, roles, by));
  }

  @DELETE
  @Path("{person}")
  @Operation(
      operationId = "removeMember",
      summary = "Takes back what was granted here; roles that the issuer tells of stay")
  @APIResponse(responseCode = "204", description = "They are taken back")
  public Uni<Void> remove(@PathParam("person") UUID person) {
    if (person.equals(caller.person())) {
      throw new ProblemException(
          409, "own_membership", "You cannot remove yourself. Ask another administrator.");
    }
    return organizations
        .revoke(caller.organization(), person)
        .invoke(
            found -> {
              if (!found) {
                throw ProblemException.notFound("member", person);
              }
            })
        .replaceWithVoid();
  }

  private Set<Role> roles(@Nullable List<String> names) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : names == null ? List.<String>of() : names) {
      roles.add(Role.named(String.valueOf(name)).orElseThrow(MembersResource::unknownRole));
    }
    if (roles.isEmpty()) {
      throw unknownRole();
    }
    if (roles.contains(Role.BROKER_ADMIN) && !caller.has(Role.BROKER_ADMIN)) {
      throw new ProblemException(
          403, "role_needed", "Only a broker_admin can make another broker_admin.");
    }
    return roles;
  }

  private static ProblemException unknownRole() {
    return ProblemException.field(
        "roles",
        "These are no roles, or none.",
        "Use some of "
            + Arrays.stream(Role.values()).map(Role::wireName).collect(Collectors.joining(", "))
            + ".");
  }
}
