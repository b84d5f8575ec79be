package com.acme.modular.internal;

public record Request(String id, Artifact artifact) {
  public record Artifact(String digest) {}
}
