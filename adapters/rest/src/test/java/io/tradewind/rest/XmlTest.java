package io.tradewind.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {
  @Test
  void elementsAreFoundByTheirLocalNames() throws Exception {
    Xml root = read("<g:a xmlns:g='urn:x'><b c='1'> one </b><b c='2'/><!-- no --></g:a>");
    assertThat(root.name()).isEqualTo("a");
    assertThat(root.children("b")).extracting(Xml::text).containsExactly("one", "");
    assertThat(root.children("b").get(1).attribute("c")).isEqualTo("2");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    Xml root = read("<a/>");
    assertThat(root.optionalChild("b")).isEmpty();
    assertThatThrownBy(() -> root.child("b")).hasMessage("an element a has no b");
    assertThatThrownBy(() -> root.attribute("c")).hasMessage("an element a has no c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/evil.dtd'><a/>",
        "<!DOCTYPE a [<!ENTITY x 'xx'><!ENTITY y '&x;&x;'>]><a>&y;</a>",
        "<a>",
        "",
        "{\"a\": 1}",
        "<html><p>maintenance</html>"
      })
  void documentTypesEntitiesAndHalvesAreRefused(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(RefusedRow.class);
  }

  @Test
  void aBombOfDepthIsRefused() {
    assertThatThrownBy(() -> read("<a>".repeat(10_000)))
        .isInstanceOf(RefusedRow.class)
        .hasMessageContaining("64 deep");
  }

  @Test
  void aConnectionThatBreaksIsNoMalformedDocument() {
    InputStream broken =
        new FilterInputStream(new ByteArrayInputStream(new byte[0])) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("reset");
          }
        };
    assertThatThrownBy(() -> Xml.read(broken)).isInstanceOf(IOException.class).hasMessage("reset");
  }

  private static Xml read(String text) throws IOException, RefusedRow {
    return Xml.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
