package io.tradewind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void columnsAreAsWideAsTheirContentAndFiguresEndAtTheRight() throws IOException {
    Table table =
        new Table().text("NAME", it -> Text.of(it, "name")).figure("COUNT", it -> Text.of(it, "n"));

    List<String> lines =
        table.lines(
            List.of(
                json("{'name': 'a longer one', 'n': 7}"), json("{'name': 'b', 'n': 12345678}")));

    assertThat(lines)
        .containsExactly(
            "NAME             COUNT", "a longer one         7", "b             12345678");
  }

  @Test
  void whatIsMissingIsADash() throws IOException {
    Table table = new Table().text("NAME", it -> Text.of(it, "name"));

    assertThat(table.lines(List.of(json("{}"), json("{'name': null}"))))
        .containsExactly("NAME", "-", "-");
  }

  @Test
  void aNameCannotSteerTheTerminal() throws IOException {
    Table table = new Table().text("NAME", it -> Text.of(it, "name"));

    assertThat(table.lines(List.of(json("{'name': '\\u001b[2Jgone\\r\\n'}"))))
        .containsExactly("NAME", "[2Jgone");
  }

  @Test
  void smallSumsKeepTheirDigits() throws IOException {
    assertThat(Text.money(json("{'amount': '10.205541', 'currency': 'USD'}")))
        .isEqualTo("10.2055 USD");
    assertThat(Text.money(json("{'amount': '0.000010233', 'currency': 'USD'}")))
        .isEqualTo("0.00001023 USD");
    assertThat(Text.money(json("{'amount': '0', 'currency': 'EUR'}"))).isEqualTo("0.0000 EUR");
    assertThat(Text.money(json("null"))).isEqualTo("-");
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
