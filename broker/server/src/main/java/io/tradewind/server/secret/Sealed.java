package io.tradewind.server.secret;

/**
 * A value that only its row and its master key open.
 *
 * @param masterKey the name of the key that wraps the data key
 * @param wrappedKey nonce and data key, sealed by the master key
 * @param value nonce and value, sealed by the data key
 */
record Sealed(String masterKey, byte[] wrappedKey, byte[] value) {
  @Override
  public String toString() {
    return "sealed under " + masterKey;
  }
}
