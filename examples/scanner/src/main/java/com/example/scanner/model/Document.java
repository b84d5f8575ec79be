package com.example.scanner.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * One finished piece of evidence, known by its digest.
 *
 * @param mediaType what it is
 * @param text the whole content
 * @param sha256 of the text in UTF-8, 64 hex digits
 */
public record Document(String mediaType, String text, String sha256) {

  /** A document of any text. */
  public static Document of(String mediaType, String text) {
    return new Document(mediaType, text, Sha256.ofText(text));
  }

  /** A JSON document, written without white space, its keys in the order of the tree. */
  public static Document ofJson(String mediaType, JsonNode tree) {
    return of(mediaType, Json.text(tree));
  }

  /** The bytes that the digest is of. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
