package com.acme.scanner;

public record Request(String id, String tenantId, String surfaceId, Artifact artifact, boolean replay) {}
