package io.tradewind.server.database;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What the database keeps as JSON, answered as it stands: nobody reads it only to write it again.
 *
 * @param text that this broker wrote itself
 */
public record StoredJson(@JsonValue @JsonRawValue String text) {}
