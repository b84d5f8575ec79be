/**
 * Scans on disk until they are in PostgreSQL: files of lines that outlive the process, who owns
 * them, and how those of dead processes find a new owner. Knows nothing of what the lines say.
 */
@NullMarked
package io.scanmetrics.journal;

import org.jspecify.annotations.NullMarked;
