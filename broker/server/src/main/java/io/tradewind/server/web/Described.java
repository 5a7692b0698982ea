package io.tradewind.server.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** OpenAPI wants a word for every reply, and generators of clients refuse a document without it. */
final class Described {
  private Described() {}

  /** Where a resource has nothing to say of a reply, it is called by its status. */
  static void give(OpenAPI contract) {
    if (contract.getPaths() == null) {
      return;
    }
    contract.getPaths().getPathItems().values().stream()
        .flatMap(item -> item.getOperations().values().stream())
        .filter(operation -> operation.getResponses() != null)
        .flatMap(operation -> operation.getResponses().getAPIResponses().entrySet().stream())
        .forEach(reply -> describe(reply.getKey(), reply.getValue()));
  }

  private static void describe(String status, APIResponse reply) {
    if (reply.getDescription() == null && reply.getRef() == null && status.matches("[0-9]{3}")) {
      reply.setDescription(HttpResponseStatus.valueOf(Integer.parseInt(status)).reasonPhrase());
    }
  }
}
