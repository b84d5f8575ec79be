package com.example.scanner.analyze;

import com.example.scanner.ingest.ScannedJar;

/**
 * What one analyzer holds a jar to be.
 *
 * @param jar which one
 * @param coordinates what is in it
 */
public record Identification(ScannedJar jar, Coordinates coordinates) {}
