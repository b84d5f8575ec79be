package com.example.scanner;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same for all scans of one scanner.
 *
 * @param store the folder that evidence is published to
 * @param signingKey a PEM file with an Ed25519 key pair; {@code null} to sign with a passing one
 * @param threads how many analyzers may run at once, at least 1
 */
public record ScannerSettings(Path store, @Nullable Path signingKey, int threads) {}
