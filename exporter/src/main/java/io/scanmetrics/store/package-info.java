/** Where whole scans go: the port, and the writer that batches, retries and flushes. */
@NullMarked
package io.scanmetrics.store;

import org.jspecify.annotations.NullMarked;
