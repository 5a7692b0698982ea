package io.tradewind.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextTest {
  @Property
  void aDecimalIsWrittenAsTheLibraryWritesIt(
      @ForAll @DoubleRange(min = -1e12, max = 1e12) double number,
      @ForAll @IntRange(max = 4) int decimals) {
    String expected = String.format(Locale.ROOT, "%." + decimals + "f", number);
    // No minus before what is rounded to nothing.
    String zero = String.format(Locale.ROOT, "%." + decimals + "f", 0.0);
    assertThat(Text.decimal(number, decimals))
        .isEqualTo(expected.equals("-" + zero) ? zero : expected);
  }

  @Property
  void wordsAndWholeNumbersStandWhereTheLibraryPutsThem(
      @ForAll String word, @ForAll int number, @ForAll long large) {
    String format = "%s of %d: %d %%, %s%%s";
    assertThat(Text.of(format, word, number, large, number))
        .isEqualTo(String.format(Locale.ROOT, format, word, number, large, number));
  }

  @Test
  void whatIsNoWordNorWholeNumberIsLeftToTheLibrary() {
    assertThat(Text.of("%s: %,d and %5.2f", "n", 1_234, 1.239)).isEqualTo("n: 1,234 and  1.24");
  }

  @Test
  void whatIsNotFiniteIsTold() {
    assertThat(Text.percent(Double.POSITIVE_INFINITY)).isEqualTo("Infinity %");
  }
}
