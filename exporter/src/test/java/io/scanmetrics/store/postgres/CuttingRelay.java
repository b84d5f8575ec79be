package io.scanmetrics.store.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leads to a server on the loopback interface, but cuts the first connection when the client has
 * connected and says a certain word, before the server hears of it.
 */
final class CuttingRelay implements AutoCloseable {
  private final ServerSocket door;
  private final int serverPort;
  private final String word;
  private final AtomicInteger connections = new AtomicInteger();

  CuttingRelay(int serverPort, String word) throws IOException {
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.serverPort = serverPort;
    this.word = word;
    run(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** How many were made so far. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = door.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      connections.incrementAndGet();
      run(() -> forward(client, server, true));
      run(() -> forward(server, client, false));
    }
  }

  private void forward(Socket from, Socket to, boolean fromClient) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8192];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        String said = new String(bytes, 0, read, ISO_8859_1);
        if (fromClient && connections.get() == 1 && said.contains(word)) {
          return;
        }
        out.write(bytes, 0, read);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the two has gone, or the test is over.
              }
            },
            "cutting-relay");
    thread.setDaemon(true);
    thread.start();
  }
}
