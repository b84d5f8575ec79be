package com.example.scanner.evidence;

import java.util.Map;

/**
 * What was published.
 *
 * @param documents digests by the name of the document
 * @param writtenCount documents that were not there yet
 * @param byteCount their size
 */
public record Publication(Map<String, String> documents, int writtenCount, long byteCount) {

  public Publication {
    documents = Map.copyOf(documents);
  }
}
