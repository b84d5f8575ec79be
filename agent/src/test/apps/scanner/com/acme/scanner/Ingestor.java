package com.acme.scanner;

public class Ingestor {
  public long ingest(Artifact artifact) {
    Work.millis(20);
    if (artifact.digest().contains("broken")) {
      throw new IllegalStateException("cannot read " + artifact.digest());
    }
    return artifact.digest().length();
  }
}
