package io.tradewind.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Speaks the Model Context Protocol over streamable HTTP, as far as tools go. */
final class McpClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String VERSION = "2025-06-18";

  private final String token;
  private int messages;

  McpClient(String token) {
    this.token = token;
  }

  /** What a tool told. */
  record Told(boolean isError, String text) {
    JsonNode json() {
      return tree(text);
    }
  }

  JsonNode initialize() {
    JsonNode agreed =
        request(
            "initialize",
            Map.of(
                "protocolVersion",
                VERSION,
                "capabilities",
                Map.of(),
                "clientInfo",
                Map.of("name", "test", "version", "1")));
    HttpResponse<String> taken =
        post(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
    if (taken.statusCode() / 100 != 2) {
      throw new AssertionError("a notification was answered with " + taken.statusCode());
    }
    return agreed;
  }

  List<String> tools() {
    return StreamSupport.stream(request("tools/list", Map.of()).path("tools").spliterator(), false)
        .map(it -> it.path("name").asText())
        .sorted()
        .toList();
  }

  Told call(String tool, Map<String, ?> arguments) {
    JsonNode result = request("tools/call", Map.of("name", tool, "arguments", arguments));
    return new Told(
        result.path("isError").asBoolean(), result.path("content").path(0).path("text").asText());
  }

  /** The result of a request that is no error of the protocol. */
  JsonNode request(String method, Map<String, ?> parameters) {
    JsonNode answer = answer(method, parameters);
    if (!answer.has("result")) {
      throw new AssertionError(answer.toString());
    }
    return answer.path("result");
  }

  JsonNode answer(String method, Map<String, ?> parameters) {
    HttpResponse<String> response =
        post(Map.of("jsonrpc", "2.0", "id", ++messages, "method", method, "params", parameters));
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return tree(
        response.body().lines().filter(it -> it.startsWith("data:")).findFirst().stream()
            .map(it -> it.substring("data:".length()))
            .findFirst()
            .orElse(response.body()));
  }

  HttpResponse<String> post(Map<String, ?> message) {
    try {
      return send(
          http().POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(message))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpRequest.Builder http() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/mcp"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", VERSION);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
