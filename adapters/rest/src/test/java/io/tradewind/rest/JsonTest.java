package io.tradewind.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tradewind.api.OfferFeed.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void numbersAreExact() throws IOException, RefusedRow {
    assertThat(json("{\"price\": 0.1234567891234567891}").number("price"))
        .isEqualTo(new BigDecimal("0.1234567891234567891"));
  }

  @Test
  void nullIsAbsent() throws IOException, RefusedRow {
    Json json = json("{\"price\": null, \"name\": \" \"}");
    assertThat(json.optionalNumber("price")).isEqualTo(Optional.empty());
    assertThat(json.optionalText("name")).isEqualTo(Optional.empty());
    assertThat(json.has("price")).isFalse();
    assertThat(json.texts("regions")).isEmpty();
  }

  @Test
  void aWrongTypeSaysWhatWasFoundAndWhatWasExpected() throws IOException {
    Json json = json("{\"price\": \"three\", \"name\": 3, \"sold\": \"no\", \"regions\": {}}");
    assertRefused(() -> json.number("price"), "price is three; expected a number");
    assertRefused(() -> json.text("name"), "name is 3; expected a text");
    assertRefused(() -> json.flag("sold"), "sold is no; expected true or false");
    assertRefused(() -> json.items("regions"), "regions is {}; expected a list");
    assertRefused(() -> json.object("place"), "there is no place; expected an object");
  }

  @Test
  void aNumberThatWouldFillTheMemoryIsNone() throws IOException {
    Json json = json("{\"price\": 1e999999999}");
    assertRefused(() -> json.number("price"), "price is 1E+999999999; expected a number");
  }

  @Test
  void aNumberMayBeWrittenAsAText() throws IOException, RefusedRow {
    Json json = json("{\"a\": \"3.95\", \"b\": 3.95, \"c\": \"1e9\", \"d\": null}");
    assertThat(json.optionalDecimal("a")).contains(new BigDecimal("3.95"));
    assertThat(json.optionalDecimal("b")).contains(new BigDecimal("3.95"));
    assertThat(json.optionalDecimal("d")).isEmpty();
    assertRefused(() -> json.optionalDecimal("c"), "c is 1e9; expected a number");
  }

  @Test
  void aListInsideAnObjectIsReadOneByOne() throws IOException, RefusedRow {
    List<String> names = new ArrayList<>();
    Json rest =
        reply("{\"x\": [1], \"R\": {\"id\": \"r\", \"L\": [{\"n\": \"a\"}, {\"n\": \"b\"}]}}")
            .eachWithin("R", "L", item -> names.add(item.text("n")));
    assertThat(names).containsExactly("a", "b");
    assertThat(rest.text("id")).isEqualTo("r");
    assertThat(rest.has("L")).isTrue();
  }

  @Test
  void aListThatIsNotThereIsSeenAndAnObjectThatIsNotThereIsRefused()
      throws IOException, RefusedRow {
    assertThat(reply("{\"R\": {}}").eachWithin("R", "L", item -> {}).has("L")).isFalse();
    assertRefused(
        () -> reply("{\"S\": {}}").eachWithin("R", "L", item -> {}),
        "there is no R; expected an object");
  }

  @Test
  void aRowIsNamedByItsFields() throws IOException {
    Json json = json("{\"sku\": \"NC4\", \"region\": \"eastus\"}");
    assertThat(json.label("sku", "region")).isEqualTo("NC4 eastus");
    assertThat(json.label("id")).isEqualTo("a row without id");
  }

  private static void assertRefused(ThrowingCallable reading, String detail) {
    assertThatExceptionOfType(RefusedRow.class)
        .isThrownBy(reading)
        .matches(refused -> refused.reason() == Reason.MALFORMED_ROW)
        .withMessage(detail);
  }

  private static Json json(String text) throws IOException {
    try {
      return reply(text).whole();
    } catch (RefusedRow e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static JsonReply reply(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new JsonReply(new ByteArrayInputStream(bytes), Optional.empty());
  }
}
