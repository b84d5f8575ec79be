package com.acme.hosted;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Does what the arguments behind the URL of a database say: {@code scan}s, finds {@code later},
 * analyzes {@code many} things in one scan, works on a {@code job}, scans because it is asked to over
 * HTTP ({@code serve}), tells the {@code time}, does {@code wait} for a line on stdin, or exits inside
 * a scan.
 */
public final class Main {
  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);
  private static final ExecutorService SERVING = Executors.newCachedThreadPool();

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Scanner scanner = new Scanner(arguments[0], url + "/", POOL);
    server.createContext("/", exchange -> answer(exchange, 204));
    server.createContext("/scan", exchange -> answer(exchange, 200 + scan(scanner, "served")));
    server.setExecutor(SERVING);
    server.start();
    for (int i = 1; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "scan" -> System.out.println(scan(scanner, "scan-" + i));
        case "later" -> System.out.println(scanner.scanLater("later").get());
        case "many" -> System.out.println(scanner.scanMany("many"));
        case "time" -> System.out.println(System.currentTimeMillis());
        case "job" -> Jobs.run("job");
        case "wait" -> System.in.read();
        case "serve" -> System.out.println(ask(url + "/scan"));
        default -> scanner.exit(arguments[i]);
      }
    }
    server.stop(0);
    POOL.shutdown();
    SERVING.shutdown();
  }

  private static int scan(Scanner scanner, String id) {
    try {
      return scanner.scan(id);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int ask(String url) throws IOException {
    return ((HttpURLConnection) new URL(url).openConnection()).getResponseCode();
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
