package io.tradewind.rest;

import io.tradewind.api.ProviderException.Fault;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What one API asks for beyond its addresses: requests that are signed, and failures that are told
 * by a code in the body instead of by the status.
 */
public interface Dialect {
  /**
   * The headers that sign a request. Asked again for each try, since signatures hold the time and a
   * number used once.
   */
  Map<String, String> sign(Call call, URI address);

  /**
   * What an answer other than 200 means; empty where its status says it all.
   *
   * @param body its beginning
   */
  Optional<Fault> fault(int status, String body);
}
