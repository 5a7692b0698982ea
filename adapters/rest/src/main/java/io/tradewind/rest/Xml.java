package io.tradewind.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an XML reply, by local names. Documents that declare a type are refused: nothing is
 * expanded and nothing outside the reply is fetched.
 */
public final class Xml {
  private static final int DEEPEST = 64;

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Xml> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private Xml(String name) {
    this.name = name;
  }

  static Xml read(InputStream body) throws IOException, RefusedRow {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // Whole first: the parser would hide a connection that breaks in a failure of its own.
    byte[] whole = body.readAllBytes();
    try {
      return root(factory.createXMLStreamReader(new ByteArrayInputStream(whole)));
    } catch (XMLStreamException e) {
      throw RefusedRow.malformed("it is no whole XML document");
    }
  }

  public String name() {
    return name;
  }

  public String attribute(String attribute) throws RefusedRow {
    String value = attributes.get(attribute);
    if (value == null) {
      throw RefusedRow.malformed("an element %s has no %s".formatted(name, attribute));
    }
    return value;
  }

  /** Of this element itself, stripped. */
  public String text() {
    return text.toString().strip();
  }

  /** The elements of that name directly below, in order. */
  public List<Xml> children(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).toList();
  }

  public Optional<Xml> optionalChild(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).findFirst();
  }

  public Xml child(String wanted) throws RefusedRow {
    return optionalChild(wanted)
        .orElseThrow(() -> RefusedRow.malformed("an element %s has no %s".formatted(name, wanted)));
  }

  private static Xml root(XMLStreamReader reader) throws XMLStreamException, RefusedRow {
    Xml document = new Xml("document");
    Deque<Xml> open = new ArrayDeque<>(List.of(document));
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> begin(reader, open);
        case XMLStreamConstants.END_ELEMENT -> open.pop();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            open.element().text.append(reader.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw RefusedRow.malformed("it declares a document type or an entity");
        default -> {
          // Comments and processing instructions say nothing to us.
        }
      }
    }
    return document.children.get(0);
  }

  private static void begin(XMLStreamReader reader, Deque<Xml> open) throws RefusedRow {
    if (open.size() > DEEPEST) {
      throw RefusedRow.malformed("its elements lie more than %d deep".formatted(DEEPEST));
    }
    Xml element = new Xml(reader.getLocalName());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      element.attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    open.element().children.add(element);
    open.push(element);
  }
}
