package io.tradewind.rest;

import io.tradewind.api.ProviderException.Fault;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an API says when it refuses to make a machine, where its status is the same for all reasons.
 * For {@link RestClient#with(Dialect)} of the client that makes machines.
 *
 * @param quota asked first: a limit that is reached often speaks of availability too
 */
public record RefusalWords(Pattern quota, Pattern noCapacity) implements Dialect {

  /** Regular expressions that are looked for in an answer, whatever the case of its letters. */
  public static RefusalWords of(String quota, String noCapacity) {
    return new RefusalWords(
        Pattern.compile(quota, Pattern.CASE_INSENSITIVE),
        Pattern.compile(noCapacity, Pattern.CASE_INSENSITIVE));
  }

  @Override
  public Map<String, String> sign(Call call, URI address) {
    return Map.of();
  }

  @Override
  public Optional<Fault> fault(int status, String body) {
    if (quota.matcher(body).find()) {
      return Optional.of(Fault.QUOTA_EXCEEDED);
    }
    return noCapacity.matcher(body).find() ? Optional.of(Fault.NO_CAPACITY) : Optional.empty();
  }
}
