package com.example.scanner.model;

/** Why a scan or a phase failed, as logs and exit reports name it. */
public enum ErrorCode {
  /** There is nothing at the given path. */
  ARTIFACT_NOT_FOUND,
  /** Neither a directory nor a tarball nor an OCI image layout. */
  UNSUPPORTED_ARTIFACT,
  /** The artifact ends too early or its bytes make no sense. */
  CORRUPT_ARTIFACT,
  /** An entry points outside the artifact, or the artifact unpacks to more than is sane. */
  UNSAFE_ARTIFACT,
  /** A blob is not what its digest says. */
  DIGEST_MISMATCH,
  /** One jar cannot be opened; the analysis of the others goes on. */
  CORRUPT_JAR,
  /** There are jars and not one of them can be opened. */
  NO_READABLE_JAR,
  /** An analyzer broke down. */
  ANALYZER_FAILED,
  /** The policy file cannot be read. */
  BAD_POLICY,
  /** The replay manifest cannot be read. */
  BAD_MANIFEST,
  /** What a replay is given is not what the manifest recorded. */
  REPLAY_INPUT_DIFFERS,
  /** A replay of the same inputs came to other results. */
  REPLAY_RESULT_DIFFERS,
  /** The signing key is missing or is not an Ed25519 key pair; the scan goes on unsigned. */
  SIGNING_KEY_UNREADABLE,
  /** The evidence could not be written. */
  PUBLISH_FAILED,
  /** The scan was told to stop. */
  INTERRUPTED
}
