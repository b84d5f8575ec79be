package com.example.scanner.evidence;

import com.example.scanner.log.ScanLog;
import com.example.scanner.log.Step;
import com.example.scanner.model.Document;
import com.example.scanner.model.ErrorCode;
import com.example.scanner.model.Json;
import com.example.scanner.model.ScanException;
import com.example.scanner.model.ScanRequest;
import com.example.scanner.model.Sha256;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Phase 6, publish: puts every document into the store as {@code sha256/DIGEST}, and last of all
 * {@code scans/ID.json}, which names them. Each file appears at once and whole: it is written under
 * another name, forced to the disk and moved. A document that is there already is left alone.
 */
public final class Publisher {
  private final ScanLog log;
  private final Path store;

  /** The folder is created when first needed. */
  public Publisher(ScanLog log, Path store) {
    this.log = log;
    this.store = store;
  }

  /** Publishes all of it or fails; what a failed attempt left behind is harmless. */
  public Publication publish(ScanRequest request, EvidenceSet evidence, ProofBundle proof)
      throws ScanException {
    Step step = log.phase("publish", request);
    try {
      Publication publication = write(request, evidence, proof);
      step.fact("document_count", publication.documents().size())
          .fact("written_count", publication.writtenCount())
          .fact("byte_count", publication.byteCount());
      step.succeeded();
      return publication;
    } catch (IOException e) {
      ScanException failed =
          new ScanException(
              ErrorCode.PUBLISH_FAILED, "the evidence cannot be written: " + e.getMessage(), e);
      step.failed(failed);
      throw failed;
    } catch (RuntimeException e) {
      step.failed(e);
      throw e;
    }
  }

  private Publication write(ScanRequest request, EvidenceSet evidence, ProofBundle proof)
      throws IOException {
    Map<String, Document> documents = new LinkedHashMap<>();
    documents.put("sbom", evidence.sbom());
    documents.put("findings", evidence.findings());
    documents.put("vex", evidence.vex());
    documents.put("replay_manifest", evidence.manifest());
    documents.put("proof_bundle", proof.document());
    if (proof.publicKey() != null) {
      documents.put("public_key", proof.publicKey());
    }
    Path blobs = Files.createDirectories(store.resolve("sha256"));
    ObjectNode index =
        Json.object()
            .put("scan_id", request.id())
            .put("artifact", evidence.artifact().digest())
            .put("signed", proof.isSigned());
    ObjectNode named = index.putObject("documents");
    Map<String, String> digests = new LinkedHashMap<>();
    int written = 0;
    long bytes = 0;
    for (Map.Entry<String, Document> entry : documents.entrySet()) {
      Document document = entry.getValue();
      Path blob = blobs.resolve(document.sha256());
      if (!Files.exists(blob)) {
        byte[] content = document.bytes();
        writeWhole(blob, content);
        written++;
        bytes += content.length;
      }
      digests.put(entry.getKey(), document.sha256());
      named
          .putObject(entry.getKey())
          .put("digest", Sha256.PREFIX + document.sha256())
          .put("media_type", document.mediaType());
    }
    Path scans = Files.createDirectories(store.resolve("scans"));
    writeWhole(
        scans.resolve(request.id() + ".json"), Document.ofJson("application/json", index).bytes());
    return new Publication(digests, written, bytes);
  }

  private static void writeWhole(Path file, byte[] content) throws IOException {
    Path temporary = Files.createTempFile(file.resolveSibling(""), ".new-", "");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
