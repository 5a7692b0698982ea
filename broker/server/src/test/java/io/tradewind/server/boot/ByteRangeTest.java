package io.tradewind.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'', 0, 99",
    "bytes=0-9, 0, 9",
    "bytes=90-, 90, 99",
    "bytes=-10, 90, 99",
    "bytes=-500, 0, 99",
    "bytes=50-500, 50, 99",
    "bytes=5-3, 0, 99",
    "bytes=-, 0, 99",
    "'bytes=0-1,5-6', 0, 99",
    "lines=0-1, 0, 99"
  })
  void aRangeIsTakenAsItIsWrittenAndNonsenseIsTheWhole(String header, int first, int last) {
    assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange(first, last, 100));
  }

  @ParameterizedTest
  @CsvSource({"bytes=100-", "bytes=100-200", "bytes=-0"})
  void whatLiesBehindTheEndIsOutside(String header) {
    assertThat(ByteRange.parse(header, 100).isOutside()).isTrue();
  }
}
