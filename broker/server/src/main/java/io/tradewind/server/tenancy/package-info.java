/**
 * Organizations, their projects and their members. Who may see whose rows is {@code
 * signin.Tenants}.
 */
@NullMarked
package io.tradewind.server.tenancy;

import org.jspecify.annotations.NullMarked;
