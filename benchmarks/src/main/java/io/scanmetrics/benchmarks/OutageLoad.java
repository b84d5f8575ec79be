package io.scanmetrics.benchmarks;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * {@code OutageLoad SCANS}: a scanner of six phases that compute digests. Makes as many scans as it
 * takes to be compiled, waits for a byte on standard input, makes so many scans more, prints how
 * many milliseconds they took, and waits for the end of its input.
 */
final class OutageLoad extends SixPhases {
  static final int WARM_UP = 500;
  private static final int BYTES = 256 * 1024;

  private final MessageDigest digest;
  private final byte[] artifact = new byte[BYTES];

  private OutageLoad() throws NoSuchAlgorithmException {
    digest = MessageDigest.getInstance("SHA-256");
  }

  public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
    OutageLoad load = new OutageLoad();
    for (int i = 0; i < WARM_UP; i++) {
      load.scan();
    }
    System.out.println("warm");
    if (System.in.read() < 0) {
      return;
    }
    int scans = Integer.parseInt(arguments[0]);
    long begin = System.nanoTime();
    for (int i = 0; i < scans; i++) {
      load.scan();
    }
    System.out.println((System.nanoTime() - begin) / 1_000_000.0);
    while (System.in.read() >= 0) {}
  }

  @Override
  void work() {
    digest.update(artifact);
    digest.digest(new byte[0]);
  }
}
