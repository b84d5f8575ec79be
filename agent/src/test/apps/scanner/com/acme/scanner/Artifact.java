package com.acme.scanner;

public record Artifact(String digest, String type) {}
