package com.acme.scanner;

/** {@code Main DIGEST…}: scans each, prints what it finds, exits with 3 if one failed. */
public final class Main {
  private Main() {}

  public static void main(String[] digests) {
    Scanner scanner = new Scanner();
    int status = 0;
    for (String digest : digests) {
      Artifact artifact = new Artifact("sha256:" + digest, "oci_image");
      boolean replay = digest.contains("replay");
      Request request = new Request("nightly-" + digest, "acme", "main", artifact, replay);
      try {
        Report report = scanner.scan(request);
        System.out.println(digest + ": " + report.getFindings());
      } catch (RuntimeException e) {
        System.out.println(digest + ": " + e.getMessage());
        status = 3;
      }
    }
    System.exit(status);
  }
}
