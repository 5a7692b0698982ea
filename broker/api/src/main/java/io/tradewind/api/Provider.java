package io.tradewind.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who sells, or a feed that tells what others sell. Calls block; the server gives each
 * provider a worker and a time limit of its own.
 */
public interface Provider extends AutoCloseable {
  ProviderId id();

  /** What is claimed; the contract tests claim and omission. */
  Set<Capability> capabilities();

  /**
   * Everything that is on sale now, sold out included, and everything that was refused, with
   * reasons. May be called again at any time; ids are stable over calls.
   */
  OfferFeed offers() throws ProviderException;

  /**
   * Whether {@link #offers} asks somebody else, whom several brokers would bother for the same
   * answer; false where every broker has it at hand, as a file or in its database.
   */
  default boolean asksAway() {
    return true;
  }

  /**
   * Whose word its prices are. A feed of other sellers' offers reports, unless it says otherwise.
   */
  default Standing standing() {
    return capabilities().contains(Capability.MANY_SELLERS) ? Standing.REPORTED : Standing.SELLER;
  }

  /** Present exactly when {@link Capability#PROVISION} is claimed. */
  Optional<Provisioner> provisioner();

  /**
   * What the account behind it may do, asked without starting anything. Unless a provider knows
   * better, being able to look for its own machines shows that the credentials are good.
   *
   * @throws ProviderException where the credentials are refused, and where nobody answers
   */
  default AccountReport check() throws ProviderException {
    Provisioner machines =
        provisioner()
            .orElseThrow(
                () ->
                    new ProviderException(
                        id(),
                        ProviderException.Fault.UNEXPECTED,
                        "no machines can be started with these settings"));
    int running = machines.owned().size();
    return new AccountReport(
        id().value(),
        List.of(
            new AccountReport.Right(
                "list machines",
                AccountReport.Verdict.GRANTED,
                true,
                "%d of this broker's are there".formatted(running))),
        List.of());
  }

  @Override
  void close();
}
