package io.tradewind.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradewind.server.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  @Test
  void aCursorGivesItsPartsBack() {
    String cursor = Cursors.encode("2026-07-20T12:00:00Z", "aws:p5/eu-west-1 é", "");

    assertThat(Cursors.decode(cursor, 3))
        .containsExactly("2026-07-20T12:00:00Z", "aws:p5/eu-west-1 é", "");
  }

  @Test
  void aCursorFitsIntoAnAddressAsItIs() {
    assertThat(Cursors.encode("???>>>", "~~~")).matches("[A-Za-z0-9_-]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%%%", "YQ", "_____w", "abc def"})
  void whatIsNoCursorIsRefusedByName(String text) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> Cursors.decode(text, 2));

    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.errors()).singleElement().returns("cursor", error -> error.field());
  }
}
