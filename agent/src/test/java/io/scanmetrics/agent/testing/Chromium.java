package io.scanmetrics.agent.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Chromium without a window, with one page, told what to do through its DevTools protocol.
 * For one thread.
 */
public final class Chromium implements AutoCloseable {
  /** A program of that name or path: system property first, then the environment. */
  private static final String PROGRAM_PROPERTY = "test.chromium";

  private static final String PROGRAM_VARIABLE = "TEST_CHROMIUM";
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path profile;
  private final BlockingQueue<JsonNode> received;
  private final List<JsonNode> events = new ArrayList<>();
  private final WebSocket socket;
  private String session = "";
  private int calls;

  private Chromium(
      Process process, Path profile, BlockingQueue<JsonNode> received, WebSocket socket) {
    this.process = process;
    this.profile = profile;
    this.received = received;
    this.socket = socket;
  }

  /** Starts one; skips the test, saying why, where there is none. */
  public static Chromium startOrSkip() throws Exception {
    String program =
        System.getProperty(
            PROGRAM_PROPERTY, System.getenv().getOrDefault(PROGRAM_VARIABLE, "chromium"));
    Path profile = Files.createTempDirectory("chromium");
    try {
      return connected(start(program, profile), profile);
    } catch (IOException e) {
      Files.deleteIfExists(profile);
      return abort("no program " + program + "; -D" + PROGRAM_PROPERTY + " names a Chromium");
    }
  }

  private static Process start(String program, Path profile) throws IOException {
    return new ProcessBuilder(
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            "about:blank")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Chromium connected(Process process, Path profile) throws Exception {
    try {
      BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(address(process, profile), new Listener(received))
              .get(AT_MOST.toSeconds(), TimeUnit.SECONDS);
      Chromium chromium = new Chromium(process, profile, received, socket);
      chromium.openPage();
      return chromium;
    } catch (Exception e) {
      end(process, profile);
      throw new IllegalStateException("Chromium cannot be talked to", e);
    }
  }

  private static URI address(Process process, Path profile) throws Exception {
    Path file = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + AT_MOST.toNanos();
    while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
      if (System.nanoTime() > deadline || process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("Chromium does not listen: " + process);
      }
    }
    List<String> lines = Files.readAllLines(file);
    return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
  }

  private void openPage() throws Exception {
    String target =
        call("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    session =
        call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network", "Accessibility")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Sends one command of the protocol and returns its result. */
  public JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    ObjectNode message = JSON.createObjectNode();
    int id = ++calls;
    message.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(message.toString(), true).get(AT_MOST.toSeconds(), TimeUnit.SECONDS);
    while (true) {
      JsonNode answer = next();
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.get("result");
      }
      events.add(answer);
    }
  }

  private JsonNode next() throws InterruptedException {
    JsonNode message = received.poll(AT_MOST.toSeconds(), TimeUnit.SECONDS);
    if (message == null) {
      throw new IllegalStateException("Chromium does not answer");
    }
    return message;
  }

  /** Opens a file in a window of that width, and waits until all of it is there. */
  public void open(Path page, int width) throws Exception {
    events.clear();
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    call("Page.navigate", Map.of("url", page.toUri().toString()));
    while (of("Page.loadEventFired").isEmpty()) {
      events.add(next());
    }
  }

  /** As people who like it dark or light see it, on a screen or on paper. */
  public void emulate(String medium, String scheme) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            medium,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** The value of an expression in the page. */
  public JsonNode value(String expression) throws Exception {
    JsonNode result =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** What the page has complained of since it was opened: exceptions, broken policies, anything. */
  public List<JsonNode> complaints() throws Exception {
    value("0");
    return Stream.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        .flatMap(event -> of(event).stream())
        .toList();
  }

  /** The addresses that have been asked for since it was opened, its own among them. */
  public List<String> requests() throws Exception {
    value("0");
    return of("Network.requestWillBeSent").stream()
        .map(request -> request.at("/request/url").asText())
        .toList();
  }

  /** The page on paper, as PDF. */
  public byte[] print() throws Exception {
    return Base64.getDecoder()
        .decode(call("Page.printToPDF", Map.of("printBackground", false)).get("data").asText());
  }

  private List<JsonNode> of(String event) {
    return events.stream()
        .filter(message -> message.path("method").asText().equals(event))
        .map(message -> message.get("params"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    end(process, profile);
  }

  private static void end(Process process, Path profile) throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> received;
    private final StringBuilder message = new StringBuilder();

    Listener(BlockingQueue<JsonNode> received) {
      this.received = received;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        try {
          received.add(JSON.readTree(message.toString()));
        } catch (IOException e) {
          from.abort();
        }
        message.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
