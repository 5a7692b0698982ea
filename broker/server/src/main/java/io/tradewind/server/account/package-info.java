/**
 * Accounts: an organization's own connection to a seller. Begin with {@link
 * io.tradewind.server.account.AccountBook}.
 *
 * <p>An account is the same adapter with other settings. The adapter says which ({@link
 * io.tradewind.api.AccountKind}) and checks what the account may do; here it is kept, its secrets
 * sealed, checked now and then, and lent to whoever starts, looks for or ends a machine. Offers of
 * its seller can be leased by its organization, whichever feed tells of them.
 */
@org.jspecify.annotations.NullMarked
package io.tradewind.server.account;
