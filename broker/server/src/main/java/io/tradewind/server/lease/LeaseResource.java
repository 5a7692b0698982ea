package io.tradewind.server.lease;

import io.smallrye.mutiny.Uni;
import io.tradewind.server.database.Database;
import io.tradewind.server.page.Cursors;
import io.tradewind.server.page.Limits;
import io.tradewind.server.page.Page;
import io.tradewind.server.problem.ProblemException;
import io.tradewind.server.signin.Caller;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Leases, to look at. They begin and end with workloads. */
@Path("/api/v1/leases")
@Tag(name = "leases")
public class LeaseResource {
  private static final String LIST =
      """
      from LeaseEntity where organization = :organization
        and (requestedAt < :before or (requestedAt = :before and id < :id)) order by requestedAt desc, id desc
      """;

  private final Database database;
  private final Caller caller;

  LeaseResource(Database database, Caller caller) {
    this.database = database;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "listLeases", summary = "Leases, the newest first")
  public Uni<Page<LeaseView>> list(
      @QueryParam("limit") @DefaultValue("50") int limit,
      @QueryParam("cursor") @Nullable String cursor) {
    UUID organization = caller.organization();
    int size = Limits.page(limit);
    Instant before = Instant.parse("9999-01-01T00:00:00Z");
    UUID id = new UUID(-1, -1);
    if (cursor != null) {
      List<String> parts = Cursors.decode(cursor, 2);
      try {
        before = Instant.parse(parts.get(0));
        id = UUID.fromString(parts.get(1));
      } catch (RuntimeException e) {
        throw Cursors.bad();
      }
    }
    Instant from = before;
    UUID fromId = id;
    return database.transaction(session -> page(session, organization, from, fromId, size));
  }

  private Uni<Page<LeaseView>> page(
      Mutiny.Session session, UUID organization, Instant before, UUID id, int size) {
    Uni<List<LeaseEntity>> rows =
        session
            .createQuery(LIST, LeaseEntity.class)
            .setParameter("organization", organization)
            .setParameter("before", before)
            .setParameter("id", id)
            .setMaxResults(size)
            .getResultList();
    return rows.chain(
        found ->
            session
                .createQuery(
                    "select count(*) from LeaseEntity where organization = :organization",
                    Long.class)
                .setParameter("organization", organization)
                .getSingleResult()
                .map(
                    total ->
                        new Page<>(
                            found.stream().map(LeaseView::of).toList(), next(found, size), total)));
  }

  private static @Nullable String next(List<LeaseEntity> found, int size) {
    if (found.size() < size) {
      return null;
    }
    LeaseEntity last = found.get(found.size() - 1);
    return Cursors.encode(last.requestedAt.toString(), last.id.toString());
  }

  @GET
  @Path("{id}")
  @Operation(operationId = "getLease", summary = "One lease")
  public Uni<LeaseView> get(@PathParam("id") UUID id) {
    UUID organization = caller.organization();
    return database
        .transaction(session -> session.find(LeaseEntity.class, id))
        .map(
            lease -> {
              if (lease == null || !lease.organization.equals(organization)) {
                throw ProblemException.notFound("lease", id);
              }
              return LeaseView.of(lease);
            });
  }
}
