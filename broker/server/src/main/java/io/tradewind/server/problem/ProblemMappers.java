package io.tradewind.server.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever leaves a resource into problem+json. */
class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  private final CurrentVertxRequest current;

  ProblemMappers(CurrentVertxRequest current) {
    this.current = current;
  }

  @ServerExceptionMapper
  Response refused(ProblemException refusal) {
    if (refusal.status() >= 500) {
      LOG.error(refusal.code(), refusal);
    }
    return reply(Problem.of(refusal));
  }

  @ServerExceptionMapper
  Response unreadable(JsonProcessingException wrong) {
    return reply(BodyProblems.of(wrong));
  }

  /** The framework has a mapper of its own for this case, which only the same type replaces. */
  @ServerExceptionMapper
  Response mismatched(MismatchedInputException wrong) {
    return reply(BodyProblems.of(wrong));
  }

  @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
  Response unauthorized() {
    return reply(Problems.unauthorized());
  }

  @ServerExceptionMapper(ForbiddenException.class)
  Response forbidden() {
    return reply(Problems.forbidden());
  }

  /**
   * A path or query parameter that cannot be converted is a 404 in Jakarta REST, which would hide
   * the mistake from the caller.
   */
  @ServerExceptionMapper
  Response notFound(NotFoundException missing, UriInfo uri) {
    return missing.getCause() == null
        ? ofStatus(404)
        : reply(ParameterProblems.of(missing.getCause(), uri));
  }

  @ServerExceptionMapper
  Response ofFramework(WebApplicationException refusal) {
    if (refusal.getCause() instanceof JsonProcessingException wrong) {
      return reply(BodyProblems.of(wrong));
    }
    int status = refusal.getResponse().getStatus();
    return status >= 500
        ? unexpected(refusal)
        : status < 400 ? refusal.getResponse() : ofStatus(status);
  }

  @ServerExceptionMapper
  Response unexpected(Throwable failure) {
    var id = RequestId.of(current.getCurrent());
    LOG.errorf(failure, "Request %s failed", id);
    return reply(Problems.unexpected(id));
  }

  private Response ofStatus(int status) {
    var request = current.getCurrent().request();
    return reply(Problems.ofStatus(status, request.method().name(), request.path()));
  }

  private Response reply(Problem problem) {
    var path = current.getCurrent().request().path();
    return Response.status(problem.status())
        .type(Problem.MEDIA_TYPE)
        .entity(problem.json(path))
        .build();
  }
}
