/** Phase 1: opens the artifact safely and lists what is in it. */
@NullMarked
package com.example.scanner.ingest;

import org.jspecify.annotations.NullMarked;
