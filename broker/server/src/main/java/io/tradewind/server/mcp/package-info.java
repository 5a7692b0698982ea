/**
 * The market for assistants: an MCP server at {@code POST /mcp} (streamable HTTP, JSON-RPC), with
 * tools for offers, previews, workloads and cost.
 *
 * <p>A tool is a request to the REST API with the credential of its caller ({@code RestApi}), so
 * that roles, tenancy, limits and the audit log are those of the API: the assistant can do what its
 * token can, and no more. It only reads; {@code tradewind.mcp.writes} (false) offers {@code
 * apply_workload} and {@code cancel_workload} too, and {@code tradewind.mcp.enabled} (true) closes
 * the address. What a tool answers is the API's JSON without what an assistant has no use for
 * ({@code Brief}); a refusal is a tool error in the words of the problem.
 *
 * <p>No session is kept ({@code StatelessEndpoint}), so any broker of several may answer any
 * message. To add a tool, write a method beside the others; for another endpoint its roles stand in
 * {@code permissions.txt} already.
 */
@NullMarked
package io.tradewind.server.mcp;

import org.jspecify.annotations.NullMarked;
