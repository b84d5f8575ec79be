package com.acme.modular.internal;

public final class Scanner {
  public String scan(Request request) {
    return analyze(request.artifact());
  }

  private String analyze(Request.Artifact artifact) {
    return artifact.digest() + " is clean";
  }
}
