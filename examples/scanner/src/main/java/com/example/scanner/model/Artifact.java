package com.example.scanner.model;

/**
 * What was scanned.
 *
 * @param name the last part of its path
 * @param digest {@code sha256:} and 64 hex digits: of the tarball's bytes, of the image manifest,
 *     or of the sorted list of a directory's files with their digests
 * @param type {@code oci_image}, {@code tarball} or {@code directory}
 */
public record Artifact(String name, String digest, String type) {}
