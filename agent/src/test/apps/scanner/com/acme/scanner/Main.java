package com.acme.scanner;

/** {@code Main DIGEST…}: scans each, prints what it finds, exits with 3 if one failed. */
public final class Main {
  private Main() {}

  public static void main(String[] digests) {
    int status = 0;
    for (String digest : digests) {
      String id = "nightly-" + digest;
      Artifact artifact = new Artifact("sha256:" + digest, "oci_image");
      try {
        Report report = new Scanner().scan(new Request(id, "acme", null, artifact, false));
        System.out.println(digest + ": " + report.getFindings());
      } catch (RuntimeException e) {
        System.out.println(digest + ": " + e.getMessage());
        status = 3;
      }
    }
    System.exit(status);
  }
}
