package io.tradewind.server.signin;

import io.tradewind.server.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestCookie;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * Where the one-time link leads: it becomes a session cookie, and the browser goes on to the
 * portal.
 */
@Path("/signin")
public class SigninResource {
  private static final URI PORTAL = URI.create("/");

  private final SigninLinks links;
  private final Sessions sessions;
  private final Issuers issuers;

  SigninResource(SigninLinks links, Sessions sessions, Issuers issuers) {
    this.links = links;
    this.sessions = sessions;
    this.issuers = issuers;
  }

  @GET
  @Operation(hidden = true)
  public Response signIn(
      @RestQuery Optional<String> code, @RestCookie(Sessions.COOKIE) Optional<String> session) {
    if (issuers.signsBrowsersIn()) {
      return Response.seeOther(URI.create(IssuerSettings.SIGN_IN)).build();
    }
    if (session.filter(sessions::isOpen).isPresent()) {
      return toPortal().build();
    }
    if (!code.filter(links::redeem).isPresent()) {
      throw new ProblemException(
          401,
          "link_expired",
          "This sign-in link was used before or is older than 15 minutes. Restart the broker for a"
              + " new one, or POST /api/v1/signin-links with the token in owner.token of its home"
              + " folder.");
    }
    return toPortal().cookie(SessionCookie.opened(sessions.open())).build();
  }

  /** Where the issuer sends a browser back to; the framework has made a session of it before. */
  @GET
  @Path("sso")
  @Operation(hidden = true)
  public Response signedIn() {
    return toPortal().build();
  }

  private static Response.ResponseBuilder toPortal() {
    return Response.seeOther(PORTAL).header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
