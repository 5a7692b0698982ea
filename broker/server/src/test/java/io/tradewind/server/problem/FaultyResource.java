package io.tradewind.server.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** Fails in every way in which a resource can fail. */
@Path("/api/v1/faulty")
@Produces(MediaType.APPLICATION_JSON)
public class FaultyResource {
  public record Order(String name, int nodes, Shape shape) {}

  public record Shape(int vcpus) {
    public Shape {
      if (vcpus < 1) {
        throw new IllegalArgumentException("vcpus is %d. Give at least 1.".formatted(vcpus));
      }
    }
  }

  @POST
  @Operation(hidden = true)
  public Order echo(Order order) {
    return order;
  }

  @POST
  @Path("yaml")
  @Consumes("application/yaml")
  @Operation(hidden = true)
  public Map<String, Object> yaml(String text) throws JsonProcessingException {
    return new YAMLMapper().readValue(text, new TypeReference<>() {});
  }

  @GET
  @Path("refused")
  @Operation(hidden = true)
  public Uni<String> refused() {
    return Uni.createFrom()
        .failure(
            new ProblemException(
                409,
                "idempotency_conflict",
                "The key was used before.",
                List.of(new FieldProblem("Idempotency-Key", "It was used.", "Use another."))));
  }

  @GET
  @Path("broken")
  @Operation(hidden = true)
  public String broken() {
    throw new IllegalStateException("inner matters: password=hunter2");
  }

  @GET
  @Path("number")
  @Operation(hidden = true)
  public String number(@RestQuery int limit) {
    return "\"" + limit + "\"";
  }

  @GET
  @Path("by-id/{id}")
  @Operation(hidden = true)
  public String byId(UUID id) {
    throw ProblemException.notFound("workload", id);
  }
}
