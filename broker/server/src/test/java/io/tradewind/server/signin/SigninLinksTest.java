package io.tradewind.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SigninLinksTest {
  private static final URI ADDRESS = URI.create("http://127.0.0.1:8080");

  private final SettableClock clock = new SettableClock();
  private final SigninLinks links = new SigninLinks(clock);
  private final Sessions sessions = new Sessions(clock);

  @Test
  void aLinkIsValidForAQuarterOfAnHour() {
    var link = links.issue(ADDRESS);
    clock.advance(Duration.ofMinutes(15).minusMillis(1));
    assertThat(links.redeem(codeOf(link))).isTrue();
  }

  @Test
  void afterAQuarterOfAnHourALinkIsWorthless() {
    var link = links.issue(ADDRESS);
    clock.advance(Duration.ofMinutes(15));
    assertThat(links.redeem(codeOf(link))).isFalse();
  }

  @Test
  void aLinkPrintsWithoutItsCode() {
    var link = links.issue(ADDRESS);
    assertThat(link.toString()).doesNotContain(codeOf(link));
  }

  @Test
  void aSessionEndsByItself() {
    var session = sessions.open();
    assertThat(sessions.isOpen(session)).isTrue();
    clock.advance(Sessions.VALIDITY);
    assertThat(sessions.isOpen(session)).isFalse();
  }

  private static String codeOf(SigninLinks.Link link) {
    return link.url().getQuery().substring("code=".length());
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
