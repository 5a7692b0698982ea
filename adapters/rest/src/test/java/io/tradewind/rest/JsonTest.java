package io.tradewind.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tradewind.api.OfferFeed.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      return new JsonReply(new ByteArrayInputStream(bytes), Optional.empty()).whole();
    } catch (RefusedRow e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
