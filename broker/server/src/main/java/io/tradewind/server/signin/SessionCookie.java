package io.tradewind.server.signin;

import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;

/**
 * Out of reach for scripts and for other sites. Not marked secure: standalone mode speaks plain
 * HTTP on the loopback address.
 */
final class SessionCookie {
  private SessionCookie() {}

  static NewCookie opened(String value) {
    return cookie(value, (int) Sessions.VALIDITY.toSeconds());
  }

  static NewCookie ended() {
    return cookie("", 0);
  }

  private static NewCookie cookie(String value, int maxAgeSeconds) {
    return new NewCookie.Builder(Sessions.COOKIE)
        .value(value)
        .path("/")
        .maxAge(maxAgeSeconds)
        .httpOnly(true)
        .sameSite(SameSite.STRICT)
        .build();
  }
}
