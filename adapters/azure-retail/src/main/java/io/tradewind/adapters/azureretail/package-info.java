/** Azure's public price list of virtual machines with accelerators, read without an account. */
@NullMarked
package io.tradewind.adapters.azureretail;

import org.jspecify.annotations.NullMarked;
