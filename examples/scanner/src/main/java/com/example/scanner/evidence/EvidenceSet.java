package com.example.scanner.evidence;

import com.example.scanner.model.Artifact;
import com.example.scanner.model.Document;

/**
 * Everything that one scan found out, ready to be signed.
 *
 * @param artifact what it is about
 * @param sbom what the artifact consists of
 * @param findings what is known to be wrong with that
 * @param vex which of it matters
 * @param manifest how to come to the same result again
 * @param scannerVersion by which scanner
 */
public record EvidenceSet(
    Artifact artifact,
    Document sbom,
    Document findings,
    Document vex,
    Document manifest,
    String scannerVersion) {}
