package io.tradewind.adapters.nebius;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A protocol-buffers message by its field numbers, as they stand in Nebius' published definitions.
 * The few fields that are needed are named where they are read, so no code is generated. What is of
 * another type than expected counts as absent.
 */
record Wire(UnknownFieldSet fields) {
  static Wire parse(byte[] bytes) throws InvalidProtocolBufferException {
    return new Wire(UnknownFieldSet.parseFrom(bytes));
  }

  static Builder message() {
    return new Builder();
  }

  byte[] bytes() {
    return fields.toByteArray();
  }

  /** Empty when absent or blank; the last one counts, as everywhere in protocol buffers. */
  Optional<String> text(int field) {
    return last(fields.getField(field).getLengthDelimitedList())
        .map(ByteString::toStringUtf8)
        .filter(text -> !text.isBlank());
  }

  /** Of a field that is repeated. */
  List<String> texts(int field) {
    return fields.getField(field).getLengthDelimitedList().stream()
        .map(ByteString::toStringUtf8)
        .toList();
  }

  /** 0 when absent. */
  long number(int field) {
    return last(fields.getField(field).getVarintList()).orElse(0L);
  }

  boolean flag(int field) {
    return number(field) != 0;
  }

  /** An empty message when absent. */
  Wire message(int field) throws InvalidProtocolBufferException {
    List<Wire> all = messages(field);
    return all.isEmpty() ? message().build() : all.get(all.size() - 1);
  }

  boolean has(int field) {
    return fields.hasField(field);
  }

  List<Wire> messages(int field) throws InvalidProtocolBufferException {
    List<Wire> messages = new ArrayList<>();
    for (ByteString bytes : fields.getField(field).getLengthDelimitedList()) {
      messages.add(new Wire(UnknownFieldSet.parseFrom(bytes)));
    }
    return messages;
  }

  private static <T> Optional<T> last(List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Puts a message together; a field that is added twice is repeated. */
  static final class Builder {
    private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

    Builder text(int field, String value) {
      return bytes(field, ByteString.copyFromUtf8(value));
    }

    Builder number(int field, long value) {
      fields.mergeField(field, Field.newBuilder().addVarint(value).build());
      return this;
    }

    Builder message(int field, Builder value) {
      return bytes(field, value.fields.build().toByteString());
    }

    Wire build() {
      return new Wire(fields.build());
    }

    private Builder bytes(int field, ByteString value) {
      fields.mergeField(field, Field.newBuilder().addLengthDelimited(value).build());
      return this;
    }
  }
}
