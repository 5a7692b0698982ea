package io.tradewind.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The body of an answer, read once, as it arrives. A reply that ends early or is no JSON fails
 * while it is read.
 */
public final class JsonReply {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final int LONGEST_TEXT = 1_000;

  private final InputStream body;
  private final Optional<String> entityTag;

  JsonReply(InputStream body, Optional<String> entityTag) {
    this.body = body;
    this.entityTag = entityTag;
  }

  /** What the server calls this version of the reply. */
  public Optional<String> entityTag() {
    return entityTag;
  }

  /** The whole reply in memory: for small ones. */
  public Json whole() throws IOException, RefusedRow {
    try (JsonParser parser = MAPPER.createParser(body)) {
      parser.nextToken();
      expect(parser, JsonToken.START_OBJECT, "the reply", "an object");
      return new Json(MAPPER.readTree(parser));
    }
  }

  /** A reply that is a bare text, such as an identifier, with or without quotes around it. */
  public String text() throws IOException, RefusedRow {
    String told =
        new String(body.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8)
            .strip()
            .replaceAll("^\"|\"$", "");
    if (!told.matches("[A-Za-z0-9_.-]+")) {
      throw RefusedRow.malformed("the reply is no identifier");
    }
    return told;
  }

  /** The whole reply in memory, of an API that answers in XML. */
  public Xml xml() throws IOException, RefusedRow {
    return Xml.read(body);
  }

  /** The objects of a reply that is a bare list, one at a time. */
  public void each(Reader reader) throws IOException, RefusedRow {
    try (JsonParser parser = MAPPER.createParser(body)) {
      parser.nextToken();
      readArray(parser, "the reply", reader);
    }
  }

  /**
   * Hands over the objects of one list, one at a time, so that a reply of any length takes the
   * memory of one of them.
   *
   * @return everything else of the reply, such as the link to the next page
   */
  public Json each(String list, Reader reader) throws IOException, RefusedRow {
    try (JsonParser parser = MAPPER.createParser(body)) {
      parser.nextToken();
      ObjectNode rest = readObject(parser, "the reply", list, reader);
      if (!rest.has(list)) {
        throw RefusedRow.malformed("there is no %s; expected a list".formatted(list));
      }
      return new Json(rest);
    }
  }

  /**
   * The same for a list inside an object of the reply.
   *
   * @return everything else of that object. The list may be absent from it, as where an API tells a
   *     failure instead; {@link Json#has} says so.
   */
  public Json eachWithin(String object, String list, Reader reader) throws IOException, RefusedRow {
    try (JsonParser parser = MAPPER.createParser(body)) {
      parser.nextToken();
      expect(parser, JsonToken.START_OBJECT, "the reply", "an object");
      Optional<ObjectNode> inner = Optional.empty();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals(object)) {
          inner = Optional.of(readObject(parser, object, list, reader));
        } else {
          parser.skipChildren();
        }
      }
      return new Json(
          inner.orElseThrow(
              () -> RefusedRow.malformed("there is no %s; expected an object".formatted(object))));
    }
  }

  /** The list's place in what is returned is kept, empty. */
  private static ObjectNode readObject(JsonParser parser, String what, String list, Reader reader)
      throws IOException, RefusedRow {
    expect(parser, JsonToken.START_OBJECT, what, "an object");
    ObjectNode rest = MAPPER.createObjectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals(list)) {
        readArray(parser, list, reader);
        rest.putArray(list);
      } else {
        rest.set(field, MAPPER.<JsonNode>readTree(parser));
      }
    }
    return rest;
  }

  private static void readArray(JsonParser parser, String list, Reader reader)
      throws IOException, RefusedRow {
    expect(parser, JsonToken.START_ARRAY, list, "a list");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, JsonToken.START_OBJECT, "an item of " + list, "an object");
      reader.read(new Json(MAPPER.readTree(parser)));
    }
  }

  private static void expect(JsonParser parser, JsonToken token, String what, String expected)
      throws IOException, RefusedRow {
    JsonToken found = parser.currentToken();
    if (found == null) {
      throw RefusedRow.malformed("%s is empty; expected %s".formatted(what, expected));
    }
    if (found != token) {
      throw RefusedRow.malformed(
          "%s is %s; expected %s".formatted(what, parser.getText(), expected));
    }
  }

  /** Takes one object of a list. */
  @FunctionalInterface
  public interface Reader {
    void read(Json item) throws RefusedRow;
  }
}
